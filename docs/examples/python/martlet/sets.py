"""Numbers that were chosen elsewhere, as a slice of the gateway."""

import io
import json
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.parquet as pq


@dataclass(frozen=True)
class NumberSet:
    """A set of numbers; `unknown`: how many of them the gateway does not know, or may not tell."""

    id: str
    name: str
    expires_on: str
    slice: str
    count: int
    unknown: int


class Sets:
    """Sets of the viewer's."""

    def __init__(self, gateway):
        self.gateway = gateway

    def upload(self, frame, name, purpose, expires_on, idempotency_key=None):
        """`frame`: a polars or pandas DataFrame or a pyarrow.Table with `number_id` and, if it has one, `score`. Returns a NumberSet."""
        table = frame if isinstance(frame, pa.Table) else frame.to_arrow() if hasattr(frame, 'to_arrow') else pa.Table.from_pandas(frame)
        table = table.select([column for column in ('number_id', 'msisdn', 'score') if column in table.column_names])
        file = io.BytesIO()
        pq.write_table(table.replace_schema_metadata(None), file)
        parameters = {'name': name, 'purpose': purpose, 'expiresOn': expires_on}
        if idempotency_key:
            parameters['idempotencyKey'] = idempotency_key
        answer = self.gateway.send('/sets', parameters, file.getvalue(), {'content-type': 'application/vnd.apache.parquet'})
        told = json.loads(answer)
        return NumberSet(told['id'], told['name'], told['expiresOn'], told['slice'], told['count'], told['unknown'])
