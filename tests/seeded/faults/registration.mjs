// SPDX-License-Identifier: AGPL-3.0-or-later
// 客户报备: what it protects, who decides, and what it tells whom.
const folder = 'db/schema/40_functions/registration';
const domain = 'db/schema/45_domain/70_registration.sql';
const flow = 'tests/flow/registration.test.mjs';
const told = 'tests/permission/registration.test.mjs';
const one = (name, file, from, to, only, ...tests) => ({name, edits: [{file, from, to}], only, tests});

export default [
  one('what_is_registered_falls_into_pools', 'db/schema/40_functions/pool/30_round.sql', " and g.state = ''protected'' and g.deleted_at is null)', p.resource || '_id')", " and false)', p.resource || '_id')",
    'what_is_protected_stays', 'tests/flow/registration_end.test.mjs'),
  one('a_registration_protects_against_nobody', domain, '    if rival.id is not null then', '    if false then', 'a_collision_goes', flow),
  one('two_who_register_at_once_do_not_meet', domain, '    perform app.registration_lock();\n', '', 'at_once', flow),
  one('anybody_with_the_right_decides', `${folder}/30_decide.sql`, 'c.registration_id is null or not app.registration_is_his(reg, c, meta.subject_id())', 'c.registration_id is null', 'only_who_decides', told),
  one('a_dealer_reads_that_it_collided', domain, "case when new.partner_id is null then 'conflict' else 'submitted' end", "'conflict'", 'a_dealer_learns', told),
  one('a_dealer_hears_that_there_was_another', `${folder}/30_decide.sql`, "if is_dealer and decision <> 'to_registrant' then", 'if false then', 'hears_of_his_own', told),
  one('a_dealer_is_asked_for_what_was_hidden', 'db/schema/60_publish/51_duplicate_api.sql', "'and ($2 or u.kind = ''staff'')", "'and ($2 or true)", 'hears_of_his_own', told),
  one('who_registers_compares_by_all_fields', `${folder}/20_submit.sql`, 'and reg.partner_id is null), ', 'and false), ', 'a_field_that_he', told),
  one('registering_is_not_counted', domain, "    if meta.subject_id() is not null then\n        perform auth.take_turn('duplicate_check');\n    end if;\n", '', 'counts_and_is_logged', told),
];
