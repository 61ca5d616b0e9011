-- Links into the portal are accepted by the person they are for.

-- SHA-256 of the token in the mail; null once it is used or taken back
alter table portal_links add column invitation_hash text unique;
alter table portal_links add column expires_at timestamptz;

-- The invitation that a token from a mail belongs to, of a member or of a portal user.
create function find_invitation(hash text) returns table (
  kind text,
  organization_id uuid,
  invitation_id uuid
) language sql stable security definer set search_path = pg_catalog, public as $$
  select 'member', i.organization_id, i.id
  from invitations i
  join organizations o on o.id = i.organization_id
  where i.token_hash = hash and i.state = 'pending' and i.expires_at > now()
    and (o.deleted_at is null or o.deleted_at > now())
  union all
  select 'portal', p.organization_id, p.id
  from portal_links p
  join organizations o on o.id = p.organization_id
  where p.invitation_hash = hash and p.state = 'invited' and p.expires_at > now()
    and (o.deleted_at is null or o.deleted_at > now())
$$;
alter function find_invitation(text) owner to partneros_maint;
revoke all on function find_invitation(text) from public;
grant execute on function find_invitation(text) to partneros_app;
