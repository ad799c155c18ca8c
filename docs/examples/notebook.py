# %% [markdown]
# # From a figure to its numbers, and back
#
# How many numbers fell in both voice and data, who are they, and what became of them? Needs a gateway at MARTLET_URL; where it has
# policies, a key in MARTLET_API_KEY. `pip install -r requirements.txt` brings pandas, pyarrow and polars.

# %% One function asks the graph
import hashlib
import io
import json
import os
import time
from decimal import Decimal
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pandas as pd
import polars as pl
import pyarrow.parquet as pq

gateway = os.environ.get('MARTLET_URL', 'http://127.0.0.1:4000')
key, purpose = os.environ.get('MARTLET_API_KEY'), os.environ.get('MARTLET_PURPOSE')
headers = {}
if key:
    headers['authorization'] = f'Bearer {key}'
if purpose:
    headers['x-martlet-purpose'] = purpose


def ask(query, **variables):
    body = json.dumps({'query': query, 'variables': variables}).encode()
    request = Request(f'{gateway}/graphql', body, {'content-type': 'application/json', **headers})
    try:
        with urlopen(request) as response:
            answer = json.load(response)
    except HTTPError as error:  # its body is an answer of the graph as well
        answer = json.load(error)
    if errors := answer.get('errors'):
        raise RuntimeError(f'{errors[0]["extensions"]["code"]}: {errors[0]["message"]}')
    # From the first answer on all others are of the same data, even if new ones are served meanwhile.
    headers['x-martlet-generation'] = answer['extensions']['generation']
    return answer['data']


# %% The figure: a node of the lifecycle tree in the newest month
tree = ask('{ indicatorTree(tree: "LIFECYCLE") { month nodes { code name value slice } } }')['indicatorTree']
node = next(node for node in tree['nodes'] if node['code'] == 'LIFECYCLE.DECLINE.DUAL_DROP')
print(f'{node["name"]} in {tree["month"]}: {node["value"]} numbers')

# %% Its numbers as a Parquet file
job = ask(
    'mutation ($input: ExportInput!) { startExport(input: $input) { id status } }',
    input={
        'what': 'NUMBERS',
        'slice': node['slice'],
        'columns': ['msisdn', 'city', 'dataGb', 'revenue'],
        'format': 'PARQUET',
    },
)['startExport']
while job['status'] in ('QUEUED', 'RUNNING'):
    time.sleep(0.2)
    job = ask('query ($id: ID!) { exportJob(id: $id) { id status rows bytes url sha256 error } }', id=job['id'])['exportJob']
if job['status'] != 'DONE':
    raise RuntimeError(f'{job["status"]}: {job["error"]}')

# %% Read it by its URL: pandas sends headers, polars reads what urllib has fetched
url = gateway + job['url']
frame = pd.read_parquet(url, storage_options=headers)
with urlopen(Request(url, headers=headers)) as response:
    file = response.read()
assert hashlib.sha256(file).hexdigest() == job['sha256']
table = pl.read_parquet(file)
print(f'{len(frame)} rows in pandas, {table.height} in polars, first number {frame.sort_values("number_id").msisdn.iloc[0]}')

# %% The file says of itself of which data and numbers it is, and in which units
about = pq.read_schema(io.BytesIO(file)).metadata
unit = json.loads(about[b'martlet.columns'])['revenue']['unit']
assert about[b'martlet.generation'].decode() == headers['x-martlet-generation']
print(f'{about[b"martlet.words"].decode()}; revenue in {unit}')

# %% They are just the figure's: as many, with the same revenue to the fen, and so in every city
figure = ask(
    """query ($slice: Slice!) {
      numbers(slice: $slice) { totalCount sums(measures: [REVENUE]) }
      indicator(measure: NUMBERS, slice: $slice) { drill(by: CITY) { code value } }
    }""",
    slice=node['slice'],
)
assert len(frame) == table.height == job['rows'] == node['value'] == figure['numbers']['totalCount']
revenue = table['revenue'].sum()  # a Decimal: exact
assert revenue == frame.revenue.sum() == Decimal(str(figure['numbers']['sums'][0]))
parts = {part['code']: part['value'] for part in figure['indicator']['drill']}
assert dict(table['city'].value_counts().iter_rows()) == frame.groupby('city').size().to_dict() == parts
print(f'{revenue} CNY of revenue, in {len(parts)} cities: the same in the file and in the graph')

# %% Joined to the indicators of each city: where is the share of such numbers highest?
rows = ask(
    """query ($month: YearMonth!) {
      analysis(dimensions: [CITY], measures: [CLOSING_SUBSCRIBERS, CHURN_RATE], to: $month) {
        rows { city label(dimension: CITY, locale: EN) closingSubscribers churnRate }
      }
    }""",
    month=tree['month'],
)['analysis']['rows']
found = frame.groupby('city').agg(found=('number_id', 'size'))
cities = pd.DataFrame(rows).set_index('city').join(found).assign(share=lambda city: city.found / city.closingSubscribers)
for city in cities.nlargest(3, 'share').itertuples():
    print(f'{city.label:10} {city.found:3} of {city.closingSubscribers:4} ({city.share:.1%}), churn rate {city.churnRate:.2f} %')

# %% And back: numbers chosen in the dataframe, followed by the graph through the months before
chosen = table.filter((pl.col('revenue') >= 50) & (pl.col('data_gb') < 5))
trend = ask(
    """query ($ids: [String!]) {
      indicator(measure: DATA_VOLUME, where: { numberId: { in: $ids } }) { trend(months: 6) { month value } }
    }""",
    ids=[str(number) for number in chosen['number_id']],
)['indicator']['trend']
assert chosen['data_gb'].sum() == Decimal(str(trend[-1]['value']))
print(f'{chosen.height} pay 50 CNY or more for less than 5 GB; all together used: ' + ', '.join(f'{m["value"]:.0f}' for m in trend))
