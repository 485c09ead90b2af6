// SPDX-License-Identifier: AGPL-3.0-or-later
// docker-compose.yml and the Dockerfile, read as data: no container engine is needed.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { HOME } from './lib/system.mjs';

const file = parse(readFileSync(join(HOME, 'docker-compose.yml'), 'utf8'), { merge: true });
const dockerfile = readFileSync(join(HOME, 'deploy/container/Dockerfile'), 'utf8');
const services = Object.entries(file.services);
const LONG = ['db', 'api', 'worker', 'web'];

test('compose_has_the_five_services', () => {
  assert.deepEqual(Object.keys(file.services).sort(), ['api', 'db', 'migrate', 'web', 'worker']);
});

test('compose_top_level_keys_are_of_the_specification', () => {
  for (const key of Object.keys(file)) assert.match(key, /^(name|services|networks|volumes|secrets|configs|x-.+)$/);
});

test('database_is_the_official_image_with_checksums_and_scram', () => {
  assert.match(file.services.db.image, /^postgres:15/);
  assert.match(file.services.db.environment.POSTGRES_INITDB_ARGS, /--data-checksums/);
  assert.match(file.services.db.environment.POSTGRES_INITDB_ARGS, /--locale=C\.UTF-8/);
  assert.equal(file.services.db.environment.POSTGRES_HOST_AUTH_METHOD, 'scram-sha-256');
});

test('every_lasting_service_has_a_health_check_and_restarts', () => {
  for (const name of LONG) {
    const s = file.services[name];
    assert.ok(Array.isArray(s.healthcheck?.test) && s.healthcheck.test[0] === 'CMD', name);
    assert.ok(s.healthcheck.interval && s.healthcheck.timeout && s.healthcheck.retries, name);
    assert.equal(s.restart, 'unless-stopped', name);
  }
});

test('nothing_is_privileged', () => {
  for (const [name, s] of services) {
    assert.equal(s.privileged, undefined, name);
    for (const key of ['pid', 'ipc', 'network_mode', 'userns_mode', 'devices']) assert.equal(s[key], undefined, `${name}.${key}`);
    assert.ok(s.security_opt?.includes('no-new-privileges:true'), name);
    for (const v of s.volumes ?? []) assert.doesNotMatch(v, /^[./~]|docker\.sock/, `${name} mounts ${v}`);
    if (name !== 'db') {
      assert.deepEqual(s.cap_drop, ['ALL'], name);
      assert.equal(s.read_only, true, name);
    }
  }
});

test('only_nginx_is_reachable_from_outside', () => {
  for (const [name, s] of services) {
    assert.equal(Boolean(s.ports), name === 'web', name);
    assert.equal(s.networks.includes('outer'), name === 'web', name);
  }
  assert.equal(file.networks.inner.internal, true);
});

test('no_secret_is_written_in_the_file', () => {
  for (const [name, s] of services) {
    for (const [key, value] of Object.entries(s.environment ?? {})) {
      if (/PASSWORD|SECRET|KEY/.test(key)) assert.match(String(value), /^\/run\/secrets\//, `${name}.${key}`);
    }
  }
});

test('services_start_in_order', () => {
  assert.equal(file.services.migrate.depends_on.db.condition, 'service_healthy');
  for (const n of ['api', 'worker']) assert.equal(file.services[n].depends_on.migrate.condition, 'service_completed_successfully');
  assert.equal(file.services.web.depends_on.api.condition, 'service_healthy');
});

test('named_things_exist', () => {
  for (const [name, s] of services) {
    for (const v of s.volumes ?? []) assert.ok(v.split(':')[0] in file.volumes, `${name}: ${v}`);
    for (const n of s.networks) assert.ok(n in file.networks, `${name}: ${n}`);
    for (const n of s.secrets ?? []) assert.ok(n in file.secrets, `${name}: ${n}`);
    if (s.build) {
      assert.ok(existsSync(join(HOME, s.build.dockerfile)), name);
      assert.match(dockerfile, new RegExp(`^FROM .* AS ${s.build.target}$`, 'm'), name);
    }
  }
});

test('images_use_the_one_build_script_and_do_not_run_as_root', () => {
  assert.match(dockerfile, /^RUN deploy\/build\.sh$/m);
  const stages = dockerfile.split(/^FROM /m).slice(1).filter((s) => !/ AS build\n/.test(s));
  assert.equal(stages.length, 2);
  for (const stage of stages) assert.match(stage, /^USER 990:990$/m);
});

test('everything_that_images_copy_exists_or_is_built', () => {
  for (const [, from] of dockerfile.matchAll(/^COPY --from=build ((?:\/src\/\S+ )+)/gm)) {
    for (const path of from.trim().split(' ').map((p) => p.replace('/src/', ''))) {
      assert.ok(/^build\/bin\/guanxi-(api|worker|admin|parse)$|^web-client\/dist$/.test(path) || existsSync(join(HOME, path)), path);
    }
  }
});
