import type { ColumnValue } from '../../reports/column.js';
import { type FeedHead, rowNumber } from './feed.js';

/** Of types, in $metadata and in the context of each answer. */
export const namespace = 'martlet';

const types: Readonly<Record<ColumnValue['type'], string>> = {
  STRING: 'Edm.String',
  NUMBER: 'Edm.Double',
  BOOLEAN: 'Edm.Boolean',
};

/** What there is, and what its columns are, in the language of the schema (OData CSDL XML 4.0): what a column means is its description. */
export function metadataOf(feeds: readonly FeedHead[]): string {
  return `<?xml version="1.0" encoding="utf-8"?>
<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
  <edmx:DataServices>
    <Schema Namespace="${namespace}" xmlns="http://docs.oasis-open.org/odata/ns/edm">
${feeds.map(entityType).join('\n')}
      <EntityContainer Name="feeds">
${feeds.map(entitySet).join('\n')}
      </EntityContainer>
    </Schema>
  </edmx:DataServices>
</edmx:Edmx>
`;
}

const entityType = ({ name, columns }: FeedHead): string => `      <EntityType Name="${xml(name)}">
        <Key><PropertyRef Name="${rowNumber}"/></Key>
        <Property Name="${rowNumber}" Type="Edm.Int32" Nullable="false"/>
${columns.map(property).join('\n')}
      </EntityType>`;

const property = ({ name, type, description }: FeedHead['columns'][number]): string =>
  `        <Property Name="${xml(name)}" Type="${types[type]}">${described(description)}</Property>`;

const entitySet = ({ name, title }: FeedHead): string =>
  `        <EntitySet Name="${xml(name)}" EntityType="${namespace}.${xml(name)}">${described(title)}</EntitySet>`;

const described = (text: string): string => `<Annotation Term="Org.OData.Core.V1.Description" String="${xml(text)}"/>`;

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const xml = (text: string): string => text.replace(/[&<>"]/g, (sign) => escapes[sign]!);
