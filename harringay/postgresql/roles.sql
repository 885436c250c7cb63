-- The database's roles, and what each may do. As the database's owner, before the first migrate and
-- after each one; a second time it changes nothing:
--
--   psql -v ON_ERROR_STOP=1 -f harringay/postgresql/roles.sql harringay
--
-- Each then needs a password: \password harringay_web

DO $$
DECLARE
    each text;
BEGIN
    FOREACH each IN ARRAY
        ARRAY['harringay_migrate', 'harringay_web', 'harringay_backup', 'harringay_reporting']
    LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = each) THEN
            EXECUTE format('CREATE ROLE %I LOGIN', each);
        END IF;
        EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), each);
    END LOOP;
    EXECUTE format('GRANT CREATE ON DATABASE %I TO harringay_migrate', current_database());
END
$$;

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO harringay_web, harringay_reporting;

-- Makes and alters tables; what was made before there were roles is handed over to it.
GRANT ALL ON SCHEMA public TO harringay_migrate;
DO $$
DECLARE
    each record;
BEGIN
    FOR each IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('ALTER TABLE public.%I OWNER TO harringay_migrate', each.tablename);
    END LOOP;
    FOR each IN
        SELECT p.oid::regprocedure AS name FROM pg_proc p
        WHERE p.pronamespace = 'public'::regnamespace
        AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = p.oid AND deptype = 'e')
    LOOP
        EXECUTE format('ALTER FUNCTION %s OWNER TO harringay_migrate', each.name);
    END LOOP;
    FOR each IN
        SELECT c.cfgname FROM pg_ts_config c WHERE c.cfgnamespace = 'public'::regnamespace
    LOOP
        EXECUTE format(
            'ALTER TEXT SEARCH CONFIGURATION public.%I OWNER TO harringay_migrate', each.cfgname
        );
    END LOOP;
END
$$;

-- Web, worker and timetable: read and write rows, alter no table, and only add to the audit log.
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO harringay_web;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO harringay_web;
ALTER DEFAULT PRIVILEGES FOR ROLE harringay_migrate IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO harringay_web;
ALTER DEFAULT PRIVILEGES FOR ROLE harringay_migrate IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO harringay_web;
DO $$
BEGIN
    IF to_regclass('public.moderation_auditentry') IS NOT NULL THEN
        REVOKE UPDATE, DELETE ON moderation_auditentry FROM harringay_web;
        REVOKE INSERT, UPDATE, DELETE ON moderation_auditcheckpoint FROM harringay_web;
        REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM harringay_web;
        -- Numbers of the public site: nothing of who anybody is.
        GRANT SELECT ON forum_category, forum_discussion, forum_dailyviews, moderation_case
            TO harringay_reporting;
    END IF;
END
$$;

-- Reads everything, for `manage.py backup`.
GRANT pg_read_all_data TO harringay_backup;
