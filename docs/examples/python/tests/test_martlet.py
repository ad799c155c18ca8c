"""Against a gateway at MARTLET_URL with the demo operator; MARTLET_PURPOSE names what sets may be kept for."""

import os
from decimal import Decimal

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from martlet import Martlet, MartletError

pytestmark = pytest.mark.skipif('MARTLET_URL' not in os.environ, reason='needs a gateway: MARTLET_URL')
purpose = os.environ.get('MARTLET_PURPOSE', 'retention')


@pytest.fixture
def m():
    return Martlet()


def test_an_indicator_is_a_figure_with_its_numbers(m):
    revenue = m.indicator('REVENUE', where={'city': {'eq': 'HAILAN'}})
    assert (revenue.unit, revenue.absence) == ('CNY', None)
    rows = m.slice(revenue.slice).to_arrow(['city', 'revenue'])
    assert rows.num_rows == m.slice(revenue.slice).count
    assert sum(rows['revenue'].to_pylist(), Decimal(0)) == Decimal(str(revenue.value))
    assert set(rows['city'].to_pylist()) == {'HAILAN'}
    assert 'Hailan' in m.slice(revenue.slice).words


def test_what_is_not_known_is_none_with_its_reason(m):
    before = m.indicator('REVENUE', month=m.ask('{ generation { months } }')['generation']['months'][0])
    assert before.baseline is None and before.value is not None


def test_a_table_is_arrow_with_types_and_units(m):
    table = m.table(['REVENUE', 'CLOSING_SUBSCRIBERS'], ['CITY'])
    assert table.schema.field('revenue').type == pa.float64()
    assert table.schema.field('revenue').metadata == {b'unit': b'CNY'}
    assert table.schema.metadata[b'martlet.generation'].decode() == m.generation
    whole = m.indicator('CLOSING_SUBSCRIBERS').value
    assert sum(table['closingSubscribers'].to_pylist()) == whole
    quarters = m.table(['REVENUE'], grain='QUARTER', start='2026-04', end='2026-09')
    assert quarters['period'].to_pylist() == ['2026-Q2', '2026-Q3']
    assert m.table(['REVENUE'], ['CITY'], where={'city': {'eq': 'HAILAN'}}, names=True)['cityLabel'].to_pylist() == ['Hailan']


def test_a_report_is_arrow_and_says_what_it_is(m):
    report = m.report('STOCK_STRUCTURE', by='PLAN_TIER', month='2026-09')
    assert report.schema.metadata[b'martlet.months'] == b'2026-09'
    assert {'planTier', 'planTierLabel'} <= set(report.column_names)


def test_polars_pandas_and_a_file_hold_the_same(m, tmp_path):
    numbers = m.slice(m.indicator('REVENUE', where={'city': {'eq': 'HAILAN'}}).slice)
    polars, pandas = numbers.to_polars(['revenue']), numbers.to_pandas(['revenue'])
    path = numbers.download(str(tmp_path / 'numbers.parquet'), ['revenue'])
    file = pq.read_table(path)
    assert polars.height == len(pandas) == file.num_rows == numbers.count
    assert polars['revenue'].sum() == pandas.revenue.sum() == sum(file['revenue'].to_pylist())
    assert os.listdir(tmp_path) == ['numbers.parquet']


def test_a_download_that_was_broken_off_goes_on_where_it_was(m, tmp_path, monkeypatch):
    numbers = m.slice(m.indicator('REVENUE').slice)
    path, asked, open = str(tmp_path / 'numbers.csv'), [], Martlet.open

    class Broken:
        """A response that ends after 5,000 bytes."""

        def __init__(self, response):
            self.response, self.status, self.left = response, response.status, 5000

        def read(self, size=-1):
            if self.left == 0:
                raise ConnectionError('broken off')
            data = self.response.read(min(self.left, size if size > 0 else self.left))
            self.left -= len(data)
            return data

        def __enter__(self):
            return self

        def __exit__(self, *_):
            self.response.close()

    def breaking(self, path, body=None, headers=None):
        response = open(self, path, body, headers)
        if not path.startswith('/exports/'):
            return response
        asked.append((headers or {}).get('range'))
        return Broken(response) if len(asked) == 1 else response

    monkeypatch.setattr(Martlet, 'open', breaking)
    with pytest.raises(ConnectionError):
        numbers.download(path, ['revenue'], format='CSV')
    assert os.path.getsize(f'{path}.part') == 5000
    numbers.download(path, ['revenue'], format='CSV')
    assert asked == [None, 'bytes=5000-']
    assert pl.read_csv(path).height == numbers.count


def test_a_file_that_was_changed_on_its_way_is_refused(m, tmp_path, monkeypatch):
    numbers = m.slice(m.indicator('REVENUE', where={'city': {'eq': 'HAILAN'}}).slice)
    path = str(tmp_path / 'numbers.csv')
    export = type(numbers).export
    monkeypatch.setattr(type(numbers), 'export', lambda *args, **named: {**export(*args, **named), 'sha256': '0' * 64})
    with pytest.raises(MartletError, match='sha256'):
        numbers.download(path, ['revenue'], format='CSV')
    assert os.listdir(tmp_path) == []


def test_a_set_is_a_slice(m):
    numbers = m.slice(m.indicator('REVENUE', where={'city': {'eq': 'HAILAN'}}).slice).to_polars(['revenue'])
    chosen = numbers.filter(pl.col('revenue') > 50).select('number_id').with_columns(score=pl.lit(0.9))
    known = m.sets.upload(chosen, name='Model 7', purpose=purpose, expires_on=in_a_month())
    assert (known.count, known.unknown) == (chosen.height, 0)
    assert m.slice(known.slice).count == chosen.height
    assert m.indicator('NUMBERS', where={'set': {'id': known.id, 'scoreGte': 0.95}}).value == 0
    again = m.sets.upload(chosen.to_pandas(), name='Model 7', purpose=purpose, expires_on=in_a_month())
    assert again.count == known.count


def test_what_is_refused_has_its_code(m):
    for ask in (lambda: m.indicator('REVENUES'), lambda: m.report('STOCK'), lambda: m.table(['REVENUES'])):
        with pytest.raises(MartletError) as refused:
            ask()
        assert refused.value.code in ('UNKNOWN_NAME', 'BAD_USER_INPUT')
    with pytest.raises(MartletError, match='FORBIDDEN'):
        Martlet(purpose='curiosity').indicator('REVENUE')


def test_all_answers_are_of_one_generation(m):
    assert m.generation is None
    m.ask('{ generation { id } }')
    assert m.headers['x-martlet-generation'] == m.generation is not None
    m.latest()
    assert m.generation is None


def test_a_client_of_odata_reads_the_feeds(m):
    odata = pytest.importorskip('odata')
    import requests

    session = requests.Session()
    session.headers.update(m.headers)
    choices = 'measures=CLOSING_SUBSCRIBERS,REVENUE&dimensions=CITY'
    service = odata.ODataService(f'{m.url}/odata/table/{choices}/', session=session, reflect_entities=True)
    Table = service.entities['table']
    query = service.query(Table).filter(Table.city != 'HAILAN').filter(Table.city.contains('I')).order_by(Table.revenue.desc()).limit(3)
    expected = [row for row in m.table(['CLOSING_SUBSCRIBERS', 'REVENUE'], ['CITY']).to_pylist() if row['city'] != 'HAILAN' and 'I' in row['city']]
    rows = sorted(expected, key=lambda row: -row['revenue'])[:3]
    assert len(rows) == 3 and [(row.city, row.revenue) for row in query] == [(row['city'], row['revenue']) for row in rows]


def in_a_month():
    from datetime import date, timedelta

    return (date.today() + timedelta(days=30)).isoformat()
