-- The program's roles. They belong to the whole cluster, so this runs at every start and is safe to
-- repeat; two databases of one cluster may do it at the same moment (hence the exceptions).
do $$
declare
  role_name text;
begin
  foreach role_name in array array['partneros_app', 'partneros_maint'] loop
    if not exists (select from pg_roles where rolname = role_name) then
      begin
        execute format('create role %I nologin nobypassrls', role_name);
      exception when duplicate_object or unique_violation then null;
      end;
    end if;
    if not pg_has_role(current_user, role_name, 'member') then
      begin
        if current_setting('server_version_num')::int >= 160000 then
          execute format('grant %I to current_user with inherit false, set true', role_name);
        else
          execute format('grant %I to current_user', role_name);
        end if;
      exception when unique_violation then null;
      end;
    end if;
  end loop;
end
$$;
