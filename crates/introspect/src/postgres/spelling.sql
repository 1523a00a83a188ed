-- Has the server spell expressions, each in a temporary table that is gone before the next one is made. Nothing is evaluated,
-- nothing stays, and one that fails spoils no other.
--
-- An expression is read as a revision's statements are, but with temporary objects found last, so that a table does not stand in
-- for the one that it is called after; it is printed as the catalog is read. A second time it is read as the server has spelled it.
-- https://www.postgresql.org/docs/current/plpgsql-control-structures.html#PLPGSQL-ERROR-TRAPPING
BEGIN READ WRITE;
DO $autogen$
DECLARE
    question text;
    parts text[];
    sql text;
    spelled text[];
    problem text;
    answers jsonb := '[]';
    home text := (
        SELECT quote_ident(schema)
        FROM unnest(current_schemas(false)) WITH ORDINALITY AS path (schema, position)
        WHERE schema NOT LIKE 'pg\_%' AND schema <> 'information_schema'
        ORDER BY position
        LIMIT 1
    );
BEGIN
    -- What the session itself has set is not what somebody wants of this database.
    IF (SELECT reset_val FROM pg_settings WHERE name = 'default_transaction_read_only') = 'on' THEN
        RAISE EXCEPTION 'transactions are read-only here' USING ERRCODE = 'read_only_sql_transaction';
    END IF;
    PERFORM set_config('search_path', concat_ws(', ', nullif(current_setting('search_path'), ''), 'pg_temp'), true);
    PERFORM set_config('standard_conforming_strings', 'on', true);
    CREATE TEMPORARY TABLE autogen_may_make_tables () ON COMMIT DROP;

    FOREACH question IN ARRAY string_to_array('{questions}', ' ') LOOP
        spelled := '{}';
        problem := NULL;
        BEGIN
            -- The name of the table, and the statement that makes it: what is before the expression, it, what is behind it.
            parts := ARRAY(
                SELECT convert_from(decode(part, 'hex'), 'UTF8')
                FROM unnest(string_to_array(question, '.')) WITH ORDINALITY AS of (part, position)
                ORDER BY position
            );
        EXCEPTION
            -- Not every encoding has every character.
            WHEN OTHERS THEN problem := SQLERRM;
        END;
        sql := parts[3];
        WHILE problem IS NULL AND cardinality(spelled) < 2 LOOP
            BEGIN
                EXECUTE parts[2] || sql || parts[4];
                PERFORM
                    set_config('search_path', concat_ws(', ', home, 'pg_temp'), true),
                    set_config('DateStyle', 'ISO', true),
                    set_config('IntervalStyle', 'postgres', true),
                    set_config('TimeZone', 'UTC', true),
                    set_config('bytea_output', 'hex', true),
                    set_config('extra_float_digits', '3', true),
                    set_config('quote_all_identifiers', 'off', true);
                SELECT coalesce(c.text, d.text, 'NULL')
                INTO STRICT sql
                FROM pg_class AS r
                LEFT JOIN LATERAL (
                    SELECT pg_get_expr(conbin, conrelid) AS text FROM pg_constraint WHERE conrelid = r.oid AND contype = 'c'
                ) AS c ON true
                LEFT JOIN LATERAL (
                    SELECT pg_get_expr(adbin, adrelid) AS text FROM pg_attrdef WHERE adrelid = r.oid
                ) AS d ON true
                WHERE r.relnamespace = pg_my_temp_schema() AND r.relname = parts[1];
                RAISE EXCEPTION USING ERRCODE = 'ZA001';
            EXCEPTION
                WHEN SQLSTATE 'ZA001' THEN spelled := spelled || sql;
                WHEN OTHERS THEN problem := SQLERRM;
            END;
        END LOOP;
        answers := answers || jsonb_build_object('spelled', spelled, 'problem', problem);
    END LOOP;
    PERFORM set_config('autogen.spelled', answers::text, true);
END
$autogen$;
SELECT
    ARRAY(SELECT jsonb_array_elements_text(answer -> 'spelled')) AS spelled,
    answer ->> 'problem' AS problem
FROM jsonb_array_elements(current_setting('autogen.spelled')::jsonb) WITH ORDINALITY AS of (answer, position)
ORDER BY position;
ROLLBACK
