# %% [markdown]
# # From a figure to its numbers, and back
#
# How many numbers fell in both voice and data, who are they, and what became of them? Needs a gateway at MARTLET_URL; where it has
# policies, a key in MARTLET_API_KEY. `pip install './docs/examples/python[pandas,polars]'` brings what it imports.

# %% A gateway: all its answers are of the same data, even if new ones are served meanwhile
import json
from decimal import Decimal

import polars as pl
from martlet import Martlet

m = Martlet()

# %% The figure: a node of the lifecycle tree in the newest month
tree = m.ask('{ indicatorTree(tree: "LIFECYCLE") { month nodes { code name value slice } } }')['indicatorTree']
node = next(node for node in tree['nodes'] if node['code'] == 'LIFECYCLE.DECLINE.DUAL_DROP')
print(f'{node["name"]} in {tree["month"]}: {node["value"]} numbers')

# %% Its numbers as a table, for pandas and for polars
numbers = m.slice(node['slice']).to_arrow(['msisdn', 'city', 'dataGb', 'revenue'])
frame, table = numbers.to_pandas(), pl.from_arrow(numbers)
print(f'{len(frame)} rows in pandas, {table.height} in polars, first number {frame.sort_values("number_id").msisdn.iloc[0]}')

# %% The table says of itself of which data and numbers it is, and in which units
about = numbers.schema.metadata
unit = json.loads(about[b'martlet.columns'])['revenue']['unit']
assert about[b'martlet.generation'].decode() == m.generation
print(f'{about[b"martlet.words"].decode()}; revenue in {unit}')

# %% They are just the figure's: as many, with the same revenue to the fen, and so in every city
figure = m.ask(
    """query ($slice: Slice!) {
      numbers(slice: $slice) { totalCount sums(measures: [REVENUE]) }
      indicator(measure: NUMBERS, slice: $slice) { drill(by: CITY) { code value } }
    }""",
    slice=node['slice'],
)
assert len(frame) == table.height == node['value'] == figure['numbers']['totalCount']
revenue = table['revenue'].sum()  # a Decimal: exact
assert revenue == frame.revenue.sum() == Decimal(str(figure['numbers']['sums'][0]))
parts = {part['code']: part['value'] for part in figure['indicator']['drill']}
assert dict(table['city'].value_counts().iter_rows()) == frame.groupby('city').size().to_dict() == parts
print(f'{revenue} CNY of revenue, in {len(parts)} cities: the same in the file and in the graph')

# %% Joined to the indicators of each city: where is the share of such numbers highest?
rows = m.table(['CLOSING_SUBSCRIBERS', 'CHURN_RATE'], ['CITY'], end=tree['month'], names=True).to_pandas()
found = frame.groupby('city').agg(found=('number_id', 'size'))
cities = rows.set_index('city').join(found).assign(share=lambda city: city.found / city.closingSubscribers)
for city in cities.nlargest(3, 'share').itertuples():
    print(f'{city.cityLabel:10} {city.found:3.0f} of {city.closingSubscribers:4.0f} ({city.share:.1%}), churn rate {city.churnRate:.2f} %')

# %% And back: numbers chosen in the dataframe, followed by the graph through the months before
chosen = table.filter((pl.col('revenue') >= 50) & (pl.col('data_gb') < 5))
trend = m.ask(
    """query ($ids: [String!]) {
      indicator(measure: DATA_VOLUME, where: { numberId: { in: $ids } }) { trend(months: 6) { month value } }
    }""",
    ids=[str(number) for number in chosen['number_id']],
)['indicator']['trend']
assert chosen['data_gb'].sum() == Decimal(str(trend[-1]['value']))
print(f'{chosen.height} pay 50 CNY or more for less than 5 GB; all together used: ' + ', '.join(f'{each["value"]:.0f}' for each in trend))
