-- Each organization's audit lines form a chain of keyed hashes, so that a line that was changed, taken
-- out or put in past the program is found. See docs/decisions/0020.

-- Service accounts act too.
alter table audit_log drop constraint audit_log_actor_kind_check;
alter table audit_log add constraint audit_log_actor_kind_check
  check (actor_kind in ('member', 'portal', 'service', 'system'));

alter table audit_log add column seq integer;
-- HMAC over the line and the hash before it; empty for lines older than the chain
alter table audit_log add column hash text not null default '';
-- The owner is under row security too, and is let past it by no policy of their own.
set local role partneros_maint;
update audit_log l set seq = n.number
  from (select id, row_number() over (partition by organization_id order by id) as number from audit_log) n
  where n.id = l.id;
reset role;
alter table audit_log alter column seq set not null;
alter table audit_log alter column hash drop default;
alter table audit_log add unique (organization_id, seq);
create index audit_log_at on audit_log (organization_id, at);

-- Where an organization's chain begins and ends. Locked by whoever adds a line, until they commit.
create table audit_heads (
  organization_id uuid primary key references organizations (id) on delete cascade,
  -- the key of the chain, sealed
  key_sealed text not null,
  -- how the chain came to be: with its organization; by an upgrade, after lines that were there; or in
  -- place of one that somebody took away
  origin text not null check (origin in ('created', 'upgraded', 'lost')),
  -- lines up to here were there before the chain
  unhashed integer not null,
  -- the last line that retention has removed, and its hash
  anchor_seq integer not null,
  anchor_hash text not null,
  -- the last line, and its hash
  seq integer not null,
  hash text not null,
  -- HMAC over all of the above
  seal text not null
);
call stamp_tenant_table('audit_heads', 'published');
-- What a portal user does is written down too.
drop policy portal on audit_heads;
create policy portal on audit_heads as restrictive to partneros_app using (true) with check (true);

-- Retention's one way to remove lines: the oldest of the organization, none younger than 30 days.
create function prune_audit_log(through integer) returns integer
  language plpgsql volatile security definer set search_path = pg_catalog, public as $$
declare
  removed integer;
begin
  if current_partner() is not null then
    raise exception 'not for portal users' using errcode = '42501';
  end if;
  delete from audit_log
    where organization_id = current_organization() and seq <= through and at < now() - interval '30 days';
  get diagnostics removed = row_count;
  return removed;
end
$$;

-- The ids of lines that match, newest first. Text is searched past row security, which would make it
-- crawl; the ids are read again under it.
create function search_audit_log(
  wanted_actor uuid, wanted_action text, wanted_outcome text, wanted_target text,
  since timestamptz, until timestamptz, pattern text, after uuid, most integer
) returns setof uuid
  language sql stable security definer set search_path = pg_catalog, public as $$
  select l.id from audit_log l
  where l.organization_id = current_organization() and current_partner() is null
    and (wanted_actor is null or l.actor_id = wanted_actor)
    and (wanted_action is null or l.action = wanted_action)
    and (wanted_outcome is null or l.outcome = wanted_outcome)
    and (wanted_target is null or l.target_id = wanted_target)
    and (since is null or l.at >= since)
    and (until is null or l.at < until)
    and (pattern is null or l.actor_name ilike pattern or l.action ilike pattern
      or l.target_id ilike pattern or l.details::text ilike pattern)
    and (after is null or l.id < after)
  order by l.id desc limit most
$$;
-- What a chain finds when it begins: whether the organization is being made in this transaction, the
-- last line that is there, and whether all of those lines are older than chains.
create function audit_log_at_beginning() returns table (is_new boolean, last integer, is_old boolean)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select o.created_at = now(),
    (select coalesce(max(l.seq), 0) from audit_log l where l.organization_id = o.id),
    not exists (select from audit_log l where l.organization_id = o.id and (l.hash <> '' or l.at >=
      (select m.applied_at from schema_migrations m where m.name = '0061-audit-chain.sql')))
  from organizations o where o.id = current_organization()
$$;
alter function audit_log_at_beginning() owner to partneros_maint;
revoke all on function audit_log_at_beginning() from public;
grant execute on function audit_log_at_beginning() to partneros_app;
alter function prune_audit_log(integer) owner to partneros_maint;
alter function search_audit_log(uuid, text, text, text, timestamptz, timestamptz, text, uuid, integer)
  owner to partneros_maint;
revoke all on function prune_audit_log(integer),
  search_audit_log(uuid, text, text, text, timestamptz, timestamptz, text, uuid, integer) from public;
grant execute on function prune_audit_log(integer),
  search_audit_log(uuid, text, text, text, timestamptz, timestamptz, text, uuid, integer) to partneros_app;
