import { useState } from 'react';
import { currentPin } from '../graph/pin.ts';
import { common } from '../words/common.ts';
import { useWords } from '../words/use-words.ts';
import styles from './copy-as.module.css';
import { shellWords } from './shell-words.ts';

/** The slice for other tools. Who takes it on asks by his own key: a slice carries no rights. */
export function CopyAs({ slice }: { readonly slice: string }) {
  const words = useWords(shellWords);
  const names = useWords(common);
  const [copied, setCopied] = useState(false);
  const forms = [
    [words.link, () => location.href],
    [words.pinnedLink, pinnedLink],
    ['GraphQL', () => graphqlOf(slice)],
    ['curl', () => curlOf(slice)],
    ['Python', () => pythonOf(slice)],
  ] as const;
  const copy = async (text: string) => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  return (
    <details className={styles.menu}>
      <summary>{copied ? names.copied : words.copyAs}</summary>
      <div className={styles.forms}>
        {forms.map(([name, form]) => (
          <button key={name} type="button" onClick={() => void copy(form())}>
            {name}
          </button>
        ))}
      </div>
    </details>
  );
}

function pinnedLink(): string {
  const url = new URL(location.href);
  const { generation } = currentPin();
  if (generation) url.searchParams.set('generation', generation);
  return url.href;
}

export const graphqlOf = (slice: string): string => `{
  numbers(slice: ${JSON.stringify(slice)}, first: 100) {
    totalCount
    nodes { numberId city finance { revenue } }
    pageInfo { hasNextPage endCursor }
  }
}`;

export const curlOf = (slice: string): string =>
  `curl -s ${location.origin}/graphql -H 'content-type: application/json' -H "authorization: Bearer $MARTLET_API_KEY" -d '${JSON.stringify(
    { query: graphqlOf(slice) },
  ).replaceAll("'", "'\\''")}'`;

export const pythonOf = (slice: string): string => `import json, os, urllib.request

query = """${graphqlOf(slice)}"""
request = urllib.request.Request(
    "${location.origin}/graphql",
    data=json.dumps({"query": query}).encode(),
    headers={"content-type": "application/json", "authorization": "Bearer " + os.environ["MARTLET_API_KEY"]},
)
print(json.load(urllib.request.urlopen(request))["data"]["numbers"]["totalCount"])`;
