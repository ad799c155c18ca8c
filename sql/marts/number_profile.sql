-- number_profile: every number of the newest month with all its columns, indexed, for the counter and for look-ups of single numbers
-- grain: number   key: number_id
-- sources: number_state (of the newest month)
SELECT * FROM number_state
