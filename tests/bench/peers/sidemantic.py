"""sidemantic: a semantic layer over DuckDB, asked in its own process by `SemanticLayer.query`, each time compiled anew.

A line of stdin is what is asked, a line of file descriptor 3 what came of it, as in answering.ts.
"""

import json
import os
import sys
from time import perf_counter

from sidemantic import Dimension, Metric, Model, SemanticLayer

data = sys.argv[2]
layer = SemanticLayer(init_sql=[f"create view numbers as select * from '{data}'"])
layer.add_model(
    Model(
        name="numbers",
        table="numbers",
        primary_key="number_id",
        dimensions=[Dimension(name="city", type="categorical"), Dimension(name="data_gb", type="numeric")],
        metrics=[
            Metric(name="numbers", agg="count", filters=["on_books"]),
            Metric(name="opening", agg="count", filters=["was_on_books"]),
            Metric(name="revenue", agg="sum", sql="revenue"),
            Metric(name="arpu", type="derived", sql="revenue * 2 / nullif(opening + numbers, 0)"),
        ],
    )
)


def ask(question):
    answer = layer.query(
        metrics=["numbers.numbers", "numbers.revenue", "numbers.arpu"],
        dimensions=["numbers.city"],
        filters=["numbers.data_gb > 5"] if question == "citiesOverFiveGb" else [],
        order_by=["numbers.city"],
    )
    names = [column[0] for column in answer.description]
    return [dict(zip(names, row)) for row in answer.fetchall()]


with os.fdopen(3, "w") as out:
    for line in sys.stdin:
        question = json.loads(line)["question"]
        start = perf_counter()
        rows = ask(question)
        json.dumps(rows, default=float)
        ms = (perf_counter() - start) * 1000
        out.write(json.dumps({"ms": ms, "rows": rows}, default=float) + "\n")
        out.flush()
