-- What open event streams ask again and again: is each session still what it was?

create function session_standings(session_ids text) returns table (
  session_id uuid,
  organization_id uuid,
  role text,
  grants text[],
  person_id uuid
) language sql stable security definer set search_path = pg_catalog, public as $$
  select f.session_id, f.organization_id, f.role, f.grants, coalesce(f.member_id, f.contact_id)
  from sessions s
  cross join lateral find_session(s.token) f
  where s.id = any (string_to_array(session_ids, ',')::uuid[])
$$;
alter function session_standings(text) owner to partneros_maint;
revoke all on function session_standings(text) from public;
grant execute on function session_standings(text) to partneros_app;

-- Files that people upload; their bytes are in the object store under the same two ids.
create table files (
  id uuid primary key,
  organization_id uuid not null references organizations (id) on delete cascade,
  -- the partner whose portal users see it; null: the organization's own, for its members alone
  partner_id uuid,
  purpose text not null check (purpose in ('image', 'document')),
  name text not null,
  content_type text not null,
  bytes integer not null,
  sha256 text not null,
  width integer,
  height integer,
  uploaded_by uuid,
  created_at timestamptz not null default now(),
  unique (organization_id, id),
  foreign key (organization_id, partner_id) references partners (organization_id, id) on delete cascade
);
create index files_partner on files (organization_id, partner_id);
call stamp_tenant_table('files', 'own_partner');
