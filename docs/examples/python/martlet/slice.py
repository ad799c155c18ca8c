"""The numbers behind a figure, as tables and files."""

import hashlib
import io
import time

import pyarrow.parquet as pq

from .download import check, download
from .gateway import MartletError


class Slice:
    """The numbers that a figure counts, by its handle."""

    def __init__(self, gateway, handle):
        self.gateway = gateway
        self.handle = handle

    def __repr__(self):
        return f'Slice({self.words})'

    @property
    def words(self):
        """Which numbers they are, as people say it."""
        return self._told()['words']

    @property
    def count(self):
        """How many there are; None where that cannot be asked for."""
        return self._told()['count']

    def to_arrow(self, columns=None, **options):
        """A row each as a pyarrow.Table. Money and volumes are decimals, exact to the fen. `options` as of ExportInput, e.g. sample=0.05, month='2026-09'."""
        job = self.export(columns, **options)
        file = self.gateway.send(job['url'], {})
        check(hashlib.sha256(file).hexdigest(), job)
        return pq.read_table(io.BytesIO(file))

    def to_polars(self, columns=None, **options):
        """As `to_arrow`, as a polars.DataFrame."""
        import polars

        return polars.from_arrow(self.to_arrow(columns, **options))

    def to_pandas(self, columns=None, **options):
        """As `to_arrow`, as a pandas.DataFrame."""
        return self.to_arrow(columns, **options).to_pandas()

    def download(self, path, columns=None, format='PARQUET', **options):
        """A row each as a file at `path`, its hash checked; where it was broken off it goes on. Returns the path."""
        return download(self.gateway, lambda: self.export(columns, format, **options), path)

    def export(self, columns=None, format='PARQUET', **options):
        """Makes the file, and waits for it. Errors: MartletError with what the job says."""
        asked = {'what': 'NUMBERS', 'slice': self.handle, 'format': format, **options}
        if columns is not None:
            asked['columns'] = list(columns)
        job = self.gateway.ask(
            'mutation ($input: ExportInput!) { startExport(input: $input) { id status } }', input=asked
        )['startExport']
        while job['status'] in ('QUEUED', 'RUNNING'):
            time.sleep(0.2)
            job = self.gateway.ask(
                'query ($id: ID!) { exportJob(id: $id) { id status rows bytes url sha256 error } }', id=job['id']
            )['exportJob']
        if job['status'] != 'DONE':
            raise MartletError(job['status'], job['error'])
        return job

    def _told(self):
        return self.gateway.ask('query ($slice: Slice!) { slice(slice: $slice) { words count } }', slice=self.handle)['slice']
