// SPDX-License-Identifier: AGPL-3.0-or-later
// What somebody may is computed when it changes. A trigger that is lost leaves old rights standing.
const file = 'db/schema/20_auth/30_rebuild_triggers.sql';
const tests = ['tests/sql/06_rights.sql', 'tests/sql/13_ways.sql', 'tests/sql/15_ways.sql'];
const lost = (relation) => ({name: `nothing_follows_from_${relation.replace(/\W+/g, '_').replace(/^_|_$/g, '')}`,
  edits: [{file, from: 'as x (relation, function_name, name)', to: `as x (relation, function_name, name) where relation <> '${relation}'`}], tests});

export default [
  ...['app."user"', 'app.department', 'app.role', 'app.territory', 'app.absence', 'app.matrix_rule', 'auth.share', 'auth.role_resource', 'auth.role_field'].map(lost),
  {name: 'a_new_combination_of_values_opens_no_cell', edits: [{file: 'db/schema/50_triggers/15_cell.sql', from: 'perform auth.cell_added(%6$L, new.cell_id);', to: 'perform %6$L;'}], tests},
  {name: 'what_hangs_on_a_record_keeps_its_old_keys', edits: [{file: 'db/schema/60_publish/90_publish.sql', from: '    perform meta.publish_scope(r);\n', to: ''}], tests: ['tests/sql/09_attached.sql', 'tests/sql/13_ways.sql']},
];
