-- number_flow: what happened to a number, fact by fact: on which day, and through what; its sums by month equal number_state's
-- grain: number × day × what else the facts have   key: all columns but the flows
-- kind: file   order: number_id, day, scene, offer_id, campaign_id, agent_id, serving_channel_kind
-- sources: number_state (of the month), base.number_event, base.contact, base.channel
-- column day DATE needs: number_event.on, contact.on; lookback: 0 — day of the fact, always within the month
-- column scene VARCHAR needs: contact.scene; lookback: 0 — of contacts: where the customer was met
-- column offer_id VARCHAR needs: contact.offer_id; lookback: 0 — of contacts: what was offered
-- column campaign_id VARCHAR needs: contact.campaign_id; lookback: 0 — of contacts: the warehouse's campaign, or the gateway's target list
-- column agent_id VARCHAR needs: contact.agent_id; lookback: 0 — of contacts: who made it
-- column serving_channel_kind VARCHAR needs: contact.channel_id, number_event.channel_id, channel.kind; lookback: 0 — kind of the channel of the event or contact; of a contact without one its scene's, but not at the counter, where own and agents' stores serve
-- column gross_adds INTEGER needs: joined_on; lookback: 0 — 1 on the joining day
-- column won_back INTEGER needs: status; lookback: 1 — 1 on the day of the last RESUME, else of the last event, else the day its status began
-- column leavers INTEGER needs: status; lookback: 1 — 1 on the day of the first PRE_CANCEL, CANCEL or PORT_OUT after the last RESUME or JOIN, else left_on
-- column complaints INTEGER needs: complaints; lookback: 0 — complaints by their events; number_state has the last word: surplus events are dropped from the end, missing ones are put on the day of the number's last complaint event, else of its last event, else the day it left, else the month's last day
-- column campaign_contacts INTEGER needs: contact.outcome; lookback: 0 — contacts, on the day of the contact
-- column contacts_elsewhere INTEGER needs: contact.outcome, contact.scene; lookback: 0 — contacts elsewhere than at a counter
-- column reached_contacts INTEGER needs: contact.outcome; lookback: 0 — contacts that reached the customer
-- column orders INTEGER needs: contact.outcome; lookback: 0 — contacts accepted
-- column campaign_cost DECIMAL(18,2) needs: contact.cost; lookback: 0 — CNY
-- column order_margin DECIMAL(18,2) needs: contact.margin; lookback: 0 — CNY
WITH
  kind AS (SELECT code, any_value(kind) AS kind FROM base.channel GROUP BY code),
  dated AS (
    SELECT e.number_id, e.type, least(greatest(e."on", {{month_start}}), {{month_end}}) AS day, kind.kind
    FROM base.number_event e LEFT JOIN kind ON kind.code = e.channel_id
    WHERE e.month = {{month}}
  ),
  -- day and kind in one text, as the first and the last are found by both: a day's events are in order of their kinds, those without one last
  event AS (SELECT number_id, type, day, day_of(day) || CASE WHEN kind IS NULL THEN '1' ELSE '0' || kind END AS happened FROM dated),
  turn AS (
    SELECT
      number_id,
      max(happened) AS latest,
      max(happened) FILTER (WHERE type = 'JOIN') AS joined,
      max(happened) FILTER (WHERE type = 'RESUME') AS resumed,
      max(day) FILTER (WHERE type IN ('RESUME', 'JOIN')) AS returned_on,
      max(happened) FILTER (WHERE type = 'COMPLAINT') AS complained,
      count(*) FILTER (WHERE type = 'COMPLAINT') AS complaint_events
    FROM event
    GROUP BY number_id
  ),
  departure AS (
    SELECT e.number_id, min(e.happened) AS happened
    FROM event e
    JOIN turn t ON t.number_id = e.number_id
    WHERE e.type IN ('PRE_CANCEL', 'CANCEL', 'PORT_OUT') AND (t.returned_on IS NULL OR e.day >= t.returned_on)
    GROUP BY e.number_id
  ),
  complaint AS (
    SELECT number_id, day, happened, row_number() OVER (PARTITION BY number_id ORDER BY happened) AS place FROM event WHERE type = 'COMPLAINT'
  ),
  flow AS (
    SELECT s.number_id, s.joined_on AS day, t.joined AS happened, 1 AS gross_adds, 0 AS won_back, 0 AS leavers, 0 AS complaints
    FROM number_state s LEFT JOIN turn t ON t.number_id = s.number_id WHERE s.gross_add
    UNION ALL
    SELECT
      s.number_id,
      coalesce(CAST(substr(t.resumed, 1, 10) AS DATE), CAST(substr(t.latest, 1, 10) AS DATE), least(greatest(s.status_since, {{month_start}}), {{month_end}}), {{month_start}}),
      coalesce(t.resumed, t.latest),
      0, 1, 0, 0
    FROM number_state s LEFT JOIN turn t ON t.number_id = s.number_id WHERE s.won_back
    UNION ALL
    SELECT s.number_id, coalesce(CAST(substr(d.happened, 1, 10) AS DATE), s.left_on), d.happened, 0, 0, 1, 0
    FROM number_state s LEFT JOIN departure d ON d.number_id = s.number_id WHERE s.leaver
    UNION ALL
    SELECT c.number_id, c.day, c.happened, 0, 0, 0, 1
    FROM complaint c JOIN number_state s ON s.number_id = c.number_id WHERE c.place <= s.complaints
    UNION ALL
    SELECT
      s.number_id,
      coalesce(CAST(substr(t.complained, 1, 10) AS DATE), CAST(substr(t.latest, 1, 10) AS DATE), CASE WHEN s.left_on >= {{month_start}} THEN s.left_on END, {{month_end}}),
      t.complained,
      0, 0, 0, s.complaints - coalesce(t.complaint_events, 0)
    FROM number_state s LEFT JOIN turn t ON t.number_id = s.number_id WHERE s.complaints > coalesce(t.complaint_events, 0)
  ),
  fact AS (
    SELECT
      number_id, day, NULL AS scene, NULL AS offer_id, NULL AS campaign_id, NULL AS agent_id,
      CASE WHEN substr(happened, 11, 1) = '0' THEN substr(happened, 12) END AS serving_channel_kind,
      gross_adds, won_back, leavers, complaints,
      0 AS campaign_contacts, 0 AS contacts_elsewhere, 0 AS reached_contacts, 0 AS orders, 0 AS campaign_cost, 0 AS order_margin
    FROM flow
    UNION ALL
    SELECT
      c.number_id, least(greatest(c."on", {{month_start}}), {{month_end}}), c.scene, c.offer_id, c.campaign_id, c.agent_id,
      coalesce(kind.kind, nullif(c.scene, 'COUNTER')),
      0, 0, 0, 0,
      1, CAST(c.scene <> 'COUNTER' AS INTEGER), CAST(c.outcome IN ('REACHED', 'ACCEPTED', 'REFUSED', 'CALL_BACK', 'DO_NOT_CONTACT') AS INTEGER),
      CAST(c.outcome = 'ACCEPTED' AS INTEGER), c.cost, CASE WHEN c.outcome = 'ACCEPTED' THEN c.margin END
    FROM base.contact c LEFT JOIN kind ON kind.code = c.channel_id
    WHERE c.month = {{month}} AND c.number_id IN (SELECT number_id FROM number_state)
  )
SELECT
  {{month}} AS month,
  number_id,
  day,
  CAST(scene AS VARCHAR) AS scene,
  CAST(offer_id AS VARCHAR) AS offer_id,
  CAST(campaign_id AS VARCHAR) AS campaign_id,
  CAST(agent_id AS VARCHAR) AS agent_id,
  CAST(serving_channel_kind AS VARCHAR) AS serving_channel_kind,
  CAST(sum(gross_adds) AS INTEGER) AS gross_adds,
  CASE WHEN NOT {{first_month}} THEN CAST(sum(won_back) AS INTEGER) END AS won_back,
  CASE WHEN NOT {{first_month}} THEN CAST(sum(leavers) AS INTEGER) END AS leavers,
  CASE WHEN {{has_complaints}} THEN CAST(sum(complaints) AS INTEGER) END AS complaints,
  CASE WHEN {{has_contact}} THEN CAST(sum(campaign_contacts) AS INTEGER) END AS campaign_contacts,
  CASE WHEN {{has_contact}} THEN CAST(sum(contacts_elsewhere) AS INTEGER) END AS contacts_elsewhere,
  CASE WHEN {{has_contact}} THEN CAST(sum(reached_contacts) AS INTEGER) END AS reached_contacts,
  CASE WHEN {{has_contact}} THEN CAST(sum(orders) AS INTEGER) END AS orders,
  CASE WHEN {{has_contact_cost}} THEN CAST(coalesce(sum(campaign_cost), 0) AS DECIMAL(18,2)) END AS campaign_cost,
  CASE WHEN {{has_contact_margin}} THEN CAST(coalesce(sum(order_margin), 0) AS DECIMAL(18,2)) END AS order_margin
FROM fact
GROUP BY number_id, day, scene, offer_id, campaign_id, agent_id, serving_channel_kind
