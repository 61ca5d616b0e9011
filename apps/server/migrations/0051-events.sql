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
