"""What is asked of a gateway, and how it is answered."""

import io
import os
from dataclasses import dataclass

import pyarrow as pa

from .gateway import Gateway
from .sets import Sets
from .slice import Slice


@dataclass(frozen=True)
class Indicator:
    """A figure of a month. `value` is None where it is not known; `absence` says why."""

    measure: str
    month: str
    value: float | None
    absence: str | None
    unit: str
    baseline: float | None
    change: float | None
    target: float | None
    status: str
    #: The handle of the numbers that it counts.
    slice: str


class Martlet(Gateway):
    """A gateway; what is not given is taken from MARTLET_URL, MARTLET_API_KEY and MARTLET_PURPOSE."""

    def __init__(self, url=None, key=None, purpose=None):
        super().__init__(
            url or os.environ.get('MARTLET_URL', 'http://127.0.0.1:4000'),
            key or os.environ.get('MARTLET_API_KEY'),
            purpose or os.environ.get('MARTLET_PURPOSE'),
        )
        self.sets = Sets(self)

    def indicator(self, measure, month=None, where=None, slice=None):
        """A measure's figure, by itself of the newest month; `where`: a SliceFilter as a dict."""
        found = self.ask(
            """query ($measure: Measure!, $month: YearMonth, $where: SliceFilter, $slice: Slice) {
              indicator(measure: $measure, month: $month, where: $where, slice: $slice) {
                measure { code unit } month value absence baseline change target status slice
              }
            }""",
            **given(measure=measure, month=month, where=where, slice=slice),
        )['indicator']
        of = found.pop('measure')
        return Indicator(measure=of['code'], unit=of['unit'], **found)

    def table(self, measures, dimensions=(), start=None, end=None, where=None, slice=None, names=False, **options):
        """Measures by dimensions and month as a pyarrow.Table, whose metadata has the units; `options` as of AnalysisInput, e.g. grain='QUARTER'."""
        months = {'from': start, 'to': end}
        asked = given(measures=list(measures), dimensions=list(dimensions), where=where, slice=slice, **months, **options)
        columns, rows, after = None, [], None
        while True:
            page = self.ask(
                """query ($input: AnalysisInput!, $after: String, $names: Boolean) {
                  table(input: $input, first: 10000, after: $after, names: $names) {
                    columns { name type unit }
                    rows { cells }
                    pageInfo { hasNextPage endCursor }
                  }
                }""",
                **given(input=asked, after=after, names=names),
            )['table']
            columns = page['columns']
            rows += [row['cells'] for row in page['rows']]
            after = page['pageInfo']['endCursor']
            if not page['pageInfo']['hasNextPage']:
                break
        values = list(zip(*rows)) or [()] * len(columns)
        fields = [
            pa.field(column['name'], types[column['type']], metadata={'unit': column['unit']} if column['unit'] else None)
            for column in columns
        ]
        schema = pa.schema(fields, metadata={'martlet.generation': self.generation})
        return pa.table([pa.array(cells, field.type) for cells, field in zip(values, fields)], schema=schema)

    def report(self, code, **options):
        """A named report as a pyarrow.Table, whose metadata says what it is; its options, and month, start, end, slice, locale by name."""
        renamed = {{'start': 'from', 'end': 'to'}.get(name, name): value for name, value in given(**options).items()}
        file = self.send(f'/reports/{code}.arrow', renamed)
        return pa.ipc.open_file(io.BytesIO(file)).read_all()

    def slice(self, handle):
        """The numbers that a figure counts, by its handle."""
        return Slice(self, handle)


types = {'STRING': pa.string(), 'NUMBER': pa.float64(), 'BOOLEAN': pa.bool_()}


def given(**arguments):
    """Without those that say nothing: the gateway refuses a filter that is null, as it would be of everybody."""
    return {name: value for name, value in arguments.items() if value is not None}
