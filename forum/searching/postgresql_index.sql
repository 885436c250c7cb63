-- What PostgreSQL's search looks in: two tables of words, and the triggers that hold them in step.

DROP TABLE IF EXISTS forum_search, forum_titles;
DROP FUNCTION IF EXISTS search_add_discussions(bigint, bigint), search_add_replies(bigint, bigint);

-- An entry's number is that of forum.searching.numbering; its length is how many words it has.
CREATE TABLE forum_search (
    entry bigint PRIMARY KEY, length integer NOT NULL, vector tsvector NOT NULL
);
CREATE TABLE forum_titles (id bigint PRIMARY KEY, vector tsvector NOT NULL);

-- PostgreSQL keeps the frequency of ten times so many words, those that nobody types among them.
-- The usual hundred would leave out most that are in fewer than one post of a hundred (Zipf's law,
-- posts of a hundred words).
ALTER TABLE forum_search ALTER vector SET STATISTICS 300;

-- Punctuation goes first: PostgreSQL's parser would keep and/or, and example.org, as one word.
CREATE OR REPLACE FUNCTION search_words(plain text) RETURNS tsvector LANGUAGE sql STABLE AS $$
    SELECT to_tsvector('harringay', regexp_replace(plain, '[!-/:-@[-`{-~]', ' ', 'g'))
$$;

CREATE OR REPLACE FUNCTION search_plain(html text) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT regexp_replace(html, '<[^>]*>|&[#a-zA-Z0-9]+;', ' ', 'g')
$$;

CREATE OR REPLACE FUNCTION search_entry(kind bigint, moment timestamptz, id bigint)
RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT (trunc(extract(epoch FROM moment))::bigint << 31) | (kind << 30) | id
$$;

-- Words that nobody types, for U&'\E000' is on no keyboard: the eras, of 2^20 seconds (twelve days),
-- four of them (seven weeks), sixteen (half a year) and 128 (four years), the author and the
-- discussion.
CREATE OR REPLACE FUNCTION search_origin(entry bigint, author bigint, discussion bigint)
RETURNS tsvector LANGUAGE sql STABLE AS $$
    SELECT array_to_tsvector(ARRAY[
        U&'\E000f' || (entry >> 51), U&'\E000w' || (entry >> 53), U&'\E000h' || (entry >> 55),
        U&'\E000y' || (entry >> 58), U&'\E000a' || author, U&'\E000d' || discussion
    ])
$$;

-- About how many entries have the rarest of these words, as PostgreSQL expects. Of words together it
-- would expect hardly any, though they may nearly always stand together. VOLATILE, for no other
-- function may explain.
CREATE OR REPLACE FUNCTION search_expected(words text[])
RETURNS bigint LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    word tsquery;
    plan json;
    fewest bigint;
BEGIN
    FOR word IN SELECT websearch_to_tsquery('harringay', one) FROM unnest(words) AS one LOOP
        CONTINUE WHEN numnode(word) = 0;
        EXECUTE format('EXPLAIN (FORMAT JSON) SELECT FROM forum_search WHERE vector @@ %L', word)
        INTO plan;
        fewest := least(fewest, (plan #>> '{0,Plan,Plan Rows}')::bigint);
    END LOOP;
    RETURN fewest;
END
$$;

-- The words of the eras between two entries, the newest first, each as long as the one before it or
-- longer. The first are so long that 75 matches fall into each, where so many are expected among all
-- entries, but half a year at most. PostgreSQL puts this into the statement that asks it, and makes
-- the word of an era only when it is looked in.
CREATE OR REPLACE FUNCTION search_eras(lowest bigint, highest bigint, expected bigint)
RETURNS SETOF tsquery LANGUAGE sql STABLE AS $$
    SELECT quote_literal(letter || era)::tsquery FROM (
        SELECT min(entry) AS oldest, max(entry) AS newest FROM forum_search
        WHERE entry BETWEEN lowest AND highest
    ) AS ends, LATERAL (
        SELECT newest / parts - oldest / parts AS length FROM greatest(expected / 75, 1) AS parts
    ) AS wanted, LATERAL (
        SELECT CASE WHEN length <= 1::bigint << 51 THEN 51 WHEN length <= 1::bigint << 53 THEN 53
            ELSE 55 END AS first
    ) AS start, (
        VALUES (U&'\E000f', 51, 2), (U&'\E000w', 53, 2), (U&'\E000h', 55, 3), (U&'\E000y', 58, NULL)
    ) AS levels (letter, shift, step), generate_series(
        (newest >> shift) - CASE WHEN shift = first THEN 0 ELSE 2 END,
        coalesce((newest >> shift + step) - 1 << step, oldest >> shift), -1
    ) AS era
    WHERE shift >= first
$$;

-- What is looked for of a discussion, and of a reply. PostgreSQL puts these into the statements that
-- ask them, whose plans it keeps.
CREATE OR REPLACE FUNCTION search_of_discussion(
    id bigint, started_at timestamptz, title text, body_html text, author bigint
) RETURNS TABLE (entry bigint, length integer, vector tsvector) LANGUAGE sql STABLE AS $$
    SELECT entry, length(words), search_words(title) || words || search_origin(entry, author, id)
    FROM search_entry(0, started_at, id) AS entry, search_words(search_plain(body_html)) AS words
$$;

CREATE OR REPLACE FUNCTION search_of_reply(
    id bigint, posted_at timestamptz, body_html text, author bigint, discussion bigint
) RETURNS TABLE (entry bigint, length integer, vector tsvector) LANGUAGE sql STABLE AS $$
    SELECT entry, length(words), words || search_origin(entry, author, discussion)
    FROM search_entry(1, posted_at, id) AS entry, search_words(search_plain(body_html)) AS words
$$;

CREATE OR REPLACE FUNCTION search_discussion() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        DELETE FROM forum_search WHERE entry = search_entry(0, OLD.started_at, OLD.id);
        DELETE FROM forum_titles WHERE id = OLD.id;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO forum_titles (id, vector) VALUES (NEW.id, search_words(NEW.title));
        INSERT INTO forum_search SELECT * FROM search_of_discussion(
            NEW.id, NEW.started_at, NEW.title, NEW.body_html, NEW.author_id
        );
    END IF;
    RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION search_reply() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        DELETE FROM forum_search WHERE entry = search_entry(1, OLD.posted_at, OLD.id);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO forum_search SELECT * FROM search_of_reply(
            NEW.id, NEW.posted_at, NEW.body_html, NEW.author_id, NEW.discussion_id
        );
    END IF;
    RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION search_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- No discussion means no reply.
    DELETE FROM forum_search WHERE TG_TABLE_NAME = 'forum_discussion' OR (entry >> 30) & 1 = 1;
    DELETE FROM forum_titles WHERE TG_TABLE_NAME = 'forum_discussion';
    RETURN NULL;
END
$$;

CREATE OR REPLACE TRIGGER search_added AFTER INSERT ON forum_discussion
    FOR EACH ROW EXECUTE FUNCTION search_discussion();
CREATE OR REPLACE TRIGGER search_gone AFTER DELETE ON forum_discussion
    FOR EACH ROW EXECUTE FUNCTION search_discussion();
CREATE OR REPLACE TRIGGER search_changed AFTER UPDATE OF id, started_at, title, body_html, author_id
    ON forum_discussion FOR EACH ROW
    WHEN ((OLD.id, OLD.started_at, OLD.title, OLD.body_html, OLD.author_id)
        IS DISTINCT FROM (NEW.id, NEW.started_at, NEW.title, NEW.body_html, NEW.author_id))
    EXECUTE FUNCTION search_discussion();
CREATE OR REPLACE TRIGGER search_emptied AFTER TRUNCATE ON forum_discussion
    EXECUTE FUNCTION search_emptied();

CREATE OR REPLACE TRIGGER search_added AFTER INSERT ON forum_reply
    FOR EACH ROW EXECUTE FUNCTION search_reply();
CREATE OR REPLACE TRIGGER search_gone AFTER DELETE ON forum_reply
    FOR EACH ROW EXECUTE FUNCTION search_reply();
CREATE OR REPLACE TRIGGER search_changed AFTER UPDATE OF id, posted_at, body_html, author_id, discussion_id
    ON forum_reply FOR EACH ROW
    WHEN ((OLD.id, OLD.posted_at, OLD.body_html, OLD.author_id, OLD.discussion_id)
        IS DISTINCT FROM (NEW.id, NEW.posted_at, NEW.body_html, NEW.author_id, NEW.discussion_id))
    EXECUTE FUNCTION search_reply();
CREATE OR REPLACE TRIGGER search_emptied AFTER TRUNCATE ON forum_reply
    EXECUTE FUNCTION search_emptied();

INSERT INTO forum_titles (id, vector) SELECT id, search_words(title) FROM forum_discussion;
INSERT INTO forum_search
SELECT found.* FROM forum_reply AS reply,
    search_of_reply(id, posted_at, body_html, author_id, discussion_id) AS found
ORDER BY reply.posted_at;
INSERT INTO forum_search
SELECT found.* FROM forum_discussion AS discussion,
    search_of_discussion(id, started_at, title, body_html, author_id) AS found
ORDER BY discussion.started_at;

-- GIN gathers new words in a list before it sorts them in, and every search reads the whole list:
-- with the usual 4 MB that is most of the time a search takes. 64 kB are a dozen replies.
CREATE INDEX forum_search_words ON forum_search USING gin (vector)
    WITH (gin_pending_list_limit = 64);
CREATE INDEX forum_titles_words ON forum_titles USING gin (vector)
    WITH (gin_pending_list_limit = 64);
ANALYZE forum_search, forum_titles;
