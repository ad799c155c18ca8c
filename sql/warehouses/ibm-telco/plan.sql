-- The three contract types, as the plans that number_month.plan_id names. They have no fee or allowance of their own.
SELECT *
FROM (
  VALUES
    ('MONTH_TO_MONTH', 'Month-to-month', '按月'),
    ('ONE_YEAR', 'One-year contract', '一年合约'),
    ('TWO_YEAR', 'Two-year contract', '两年合约')
) AS plans(code, en, zh)
