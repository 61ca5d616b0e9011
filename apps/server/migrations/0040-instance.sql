-- Where this installation stands, so that a copy of it knows that it is one; its keyed hash; which
-- key its running processes seal with.

alter table instance add column public_url text;
-- the embedded database: its folder and the mark in it; a server: the cluster and the database's oid
alter table instance add column place text;
-- null: never recorded, the next start does
alter table instance add column placed_at timestamptz;
-- set by a restore, until somebody says what became of the original
alter table instance add column restored_at timestamptz;
-- 256 random bits for keyed hashes, sealed: they outlive every single encryption key
alter table instance add column hash_key_sealed text;

-- the mark of the key that the process seals with
alter table heartbeats add column newest_key text;
