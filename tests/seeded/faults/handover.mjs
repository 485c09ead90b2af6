// SPDX-License-Identifier: AGPL-3.0-or-later
// 交接: whom one reaches, what one may transfer, who may be given it, what stays closed.
const rights = 'tests/permission/handover.test.mjs';
const flow = 'tests/flow/handover.test.mjs';
const folder = 'db/schema/40_functions/handover/';
const one = (name, file, from, to, only, ...tests) => ({name, edits: [{file: file.includes('/') ? file : folder + file, from, to}], only, tests});

export default [
  one('anybody_hands_over_anybody_s', '20_run.sql', 'if not app.handover_reaches(h.leaver_id) or not exists', 'if not exists', 'only_his_own', rights),
  one('a_hand_over_needs_no_right', '20_run.sql', "    perform meta.require_operation('handover', 'run');\n", '', 'only_his_own', rights),
  one('what_is_read_is_transferred', '10_split.sql', "from api.%I w where w.id = any ($1)', of_resource || '_write')", "from api.%I w where w.id = any ($1)', of_resource)", 'may_not_write', rights),
  one('what_is_lent_is_handed_on', '10_split.sql', 'and (s.has_shares or s.deputy_until > now())', 'and s.has_shares and false', 'only_lent', rights),
  one('a_step_asks_for_no_right', '30_step.sql', '    able := meta.movable(of_resource, able);\n', '', 'a_step_moves', rights),
  one('a_step_takes_it_from_others', '30_step.sql', "where t.id = any ($1) and t.owner_id = $2 '", "where t.id = any ($1) and $2 is not null '", 'a_step_moves', rights),
  one('another_version_is_confirmed', '20_run.sql', 'h.version <> $2', 'false', 'version_that_was_shown', 'tests/contract/handover.test.mjs'),
  one('what_did_not_come_back_is_not_told', 'db/schema/45_domain/70_handover.sql', 'and t.owner_id = $4', '', 'cannot_take_back', flow),
  one('a_cut_is_silent', '10_split.sql', 'ids[:api.handover_limit()], picks[:api.handover_limit()]', 'ids, picks', 'more_than_one', flow),
  one('anybody_may_be_given_records', '10_split.sql', "and u.is_active and u.deleted_at is null and u.kind = 'staff'", '', 'receivers_are', rights),
  one('a_manager_closes_log_ins', '20_run.sql', "    elsif h.close_login and not app.handover_may_close(h.leaver_id) then\n        raise exception using errcode = 'GX422', message = '/close_login|not_writable|';\n", '', 'log_in_is_closed', flow),
  one('sessions_outlive_the_log_in', '20_run.sql', '    update auth.session x set revoked_at', '    update auth.session x set last_seen_at', 'does_not_open_it', flow),
  one('an_undo_opens_the_log_in', '20_run.sql', "    perform set_config('app.change_set_id', meta.uuid_v7()::text, true);\n", '', 'log_in_is_closed', flow),
  one('closed_deals_move', 'api/actions/handover/split.c', 'if (closed != NULL && handover->keeps_closed)', 'if (closed != NULL && !handover->keeps_closed)', 'what_is_closed_stays', flow),
];
