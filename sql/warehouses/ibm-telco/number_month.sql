-- Telco-Customer-Churn.csv on the contract's number_month: one snapshot, one row a customer. README.md tells what is lost.
WITH
  snapshot AS (SELECT DATE '2026-09-01' AS month),
  customers AS (
    SELECT *
    -- All columns as text: TotalCharges has blanks, and what DuckDB guesses from a sample may change with the file.
    FROM read_csv(getvariable('data') || '/Telco-Customer-Churn.csv', header = true, all_varchar = true)
  )
SELECT
  strftime(snapshot.month, '%Y-%m') AS month,
  customerID AS number_id,
  'PERSONAL' AS customer_type,
  upper(gender) AS gender,
  -- Joined `tenure` months before the snapshot; tenure 0 joined in its month.
  CAST(snapshot.month - to_months(CAST(tenure AS INTEGER)) AS DATE) AS joined_on,
  upper(replace(replace(Contract, '-', '_'), ' ', '_')) AS plan_id,
  InternetService <> 'No' AS has_broadband,
  StreamingTV = 'Yes' AS has_iptv,
  CASE Churn WHEN 'Yes' THEN 'CANCELLED' ELSE 'ACTIVE' END AS status,
  CAST(MonthlyCharges AS DECIMAL(12, 2)) AS revenue
FROM customers, snapshot
