// SPDX-License-Identifier: AGPL-3.0-or-later
// 线索: what is needed of one, what a conversion may, carries and brings back, what scores look at.
const convert = 'db/schema/40_functions/lead/20_convert.sql';
const values = 'db/schema/40_functions/lead/10_values.sql';
const domain = 'db/schema/45_domain/55_lead.sql';
const flow = 'tests/flow/lead.test.mjs';
const one = (name, file, from, to, only, ...tests) => ({name, edits: [{file, from, to}], only, tests});

export default [
  one('an_emptied_lead_tells_of_a_hidden_number', domain, " and meta.may_read('lead', 'phone'))", ')', 'not_told_that_there_is_none', flow),
  one('anybody_makes_a_lead_converted', domain, "if (new.status = 'converted') <> (new.converted_at is not null) then", 'if false then', 'converted_a_conversion', flow),
  one('who_only_reads_a_lead_converts_it', convert, "if not exists (select from api.lead_write w where w.id = (body ->> 'id')::uuid) then", 'if false then', 'who_may_not_write', flow),
  one('a_lead_is_converted_twice', convert, 'elsif l.converted_at is not null then', 'elsif false then', 'at_once_one_does', flow),
  one('a_lead_becomes_part_of_a_hidden_customer', convert, '            if not known then', '            if false then', 'into_records_that_are_there', flow),
  one('a_conversion_writes_what_the_caller_may_not', values, " and meta.may_write(x.target, 'create', x.field) end", ' end', 'becomes_customer', flow),
  one('a_masked_number_is_told_by_a_conversion', values, 'then not meta.may_read(\'lead\', x.lead_field) and not meta.may_read(x.target, x.field)', "then not meta.may_read('lead', x.lead_field)", 'masked_number', flow),
  one('what_others_wrote_stays_with_the_customer', 'db/schema/40_functions/21_change_set.sql', '    perform meta.carry_back($1);\n', '', 'becomes_customer', flow),
  one('what_moves_keeps_its_old_readers', 'db/schema/50_triggers/10_touch.sql', "format('if new.%1$I is distinct from old.%1$I then %2$s elsif", "format('if false and new.%1$I is distinct from old.%1$I then %2$s elsif", 'hangs_on_now', flow),
  one('a_converted_lead_falls_into_the_pool', 'db/schema/40_functions/pool/30_round.sql', "then ' or t.converted_at is not null' else", "then '' else", 'called_or_converted', 'tests/flow/lead_pool.test.mjs'),
  one('a_rule_looks_at_the_score', 'db/schema/45_domain/57_score.sql', "if not found or f.name in ('score', 'score_reasons') then", 'if not found then', 'fields_of_the_record_itself', 'tests/flow/score.test.mjs'),
];
