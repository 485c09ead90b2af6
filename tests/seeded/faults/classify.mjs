// SPDX-License-Identifier: AGPL-3.0-or-later
// Classes and value of customers: first match, what a person set, who may classify, what models count.
const folder = 'db/schema/40_functions/classes';
const flow = 'tests/flow/classify.test.mjs';
const one = (name, file, from, to, only, ...tests) => ({name, edits: [{file, from, to}], only, tests});

export default [
  one('anybody_who_sees_a_customer_classifies_it', `${folder}/10_class.sql`, 'not exists (select from api.account_write w where w.id = each_id)', 'false', 'who_may_not', flow),
  one('rules_take_away_what_a_person_set', `${folder}/10_class.sql`, "and (c.how <> 'hand' or not dim.allows_hand) and (c.class_id, c.how)", 'and (c.class_id, c.how)', 'rules_first', flow),
  one('a_class_of_another_dimension_is_taken', 'db/schema/45_domain/90_class.sql', 'if dim.id is distinct from new.dimension_id then', 'if false then', 'who_may_not', flow),
  one('the_last_rule_that_fits_wins', `${folder}/20_rules.sql`, 'order by c.position, c.id', 'order by c.position desc, c.id', 'rules_first', flow),
  one('old_rules_write_over_new_ones', `${folder}/20_rules.sql`, 'or app.class_stamp(its) <> stamp then', 'then', 'a_run_under_old_rules', flow),
  one('a_group_takes_customers_out_of_sight', `${folder}/15_group.sql`, 'elsif (select count(*) from api.account v where v.id = any (ids)) <> cardinality(ids) then', 'elsif false then', 'a_static_group', flow),
  one('anybody_changes_a_group', `${folder}/15_group.sql`, "perform meta.require_seen('account_group', its);\n", '', 'a_static_group', flow),
  one('a_condition_runs_for_whoever_touches_the_group', 'db/schema/45_domain/90_class.sql', "if tg_op = 'INSERT' or new.definition is distinct from old.definition then", 'if true then', 'a_condition_runs', 'tests/permission/classify.test.mjs'),
  one('deals_before_the_window_count', `${folder}/30_value.sql`, "o.status = 'won' and o.closed_on > app.value_since(m) and", "o.status = 'won' and", 'ten_customers', flow),
  one('other_currencies_count', `${folder}/30_value.sql`, 'where o.deleted_at is null and o.currency = m.currency\n', 'where o.deleted_at is null\n', 'ten_customers', flow),
  one('too_few_peers_are_enough', `${folder}/30_value.sql`, 'having count(*) >= m.min_peers', 'having count(*) >= 2', 'ten_customers', flow),
  one('what_was_bought_long_ago_is_offered_again', `${folder}/30_value.sql`, "where not exists (select from ever e where e.account_id = b.account_id and e.category_id = t.category_id)",
    "where not exists (select from ever e where e.account_id = b.account_id and e.category_id = t.category_id and e.spent > 0)", 'ten_customers', flow),
  one('the_older_of_two_runs_goes_on', `${folder}/40_step.sql`, 'where r.model_id = model and r.run_id = run for share', 'where r.model_id = model for share', 'of_two_runs', flow),
];
