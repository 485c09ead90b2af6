// SPDX-License-Identifier: AGPL-3.0-or-later
// What he holds, and the plan: rules, date, what stays, the log-in.
import { Alert, Button, Card } from 'antd';
import { typeOf } from '../../fields/index.js';
import { useText, useTranslation } from '../../i18n/index.js';
import { Holdings } from './Preview.jsx';
import { Rules } from './Rules.jsx';
import { isComplete } from './rules.js';

function Field({ resource, name, draft, onChange, disabled = false, hint = '' }) {
  const text = useText();
  const field = resource.field[name];
  const { Input } = typeOf(field);
  const id = 'handover-' + name;
  return (
    <div>
      <label className="gxh-label" htmlFor={id}>{text(field.label)}</label>
      <Input id={id} field={field} value={draft[name]} disabled={disabled} onChange={(value) => onChange({ ...draft, [name]: value })} />
      {hint ? <p className="gxm-note">{hint}</p> : null}
    </div>
  );
}

/** @param {{resource: any, record: any, told: any, draft: any, onChange: (draft: any) => void, busy: boolean, onNext: () => void}} props */
export function PlanStep({ resource, record, told, draft, onChange, busy, onNext }) {
  const { t } = useTranslation('handover');
  return (
    <>
      <Card size="small" title={t('holds')} className="gxm-block">
        {told.problem ? <Alert type="warning" showIcon title={told.problem} /> : <Holdings resources={told.resources} leaver={record.leaver_id} />}
      </Card>
      <Card size="small" title={t('rules')} className="gxm-block">
        <Rules rules={draft.rules} held={told.resources.map((part) => part.resource)} leaver={record.leaver_id} onChange={(rules) => onChange({ ...draft, rules })} />
      </Card>
      <Card size="small" title={t('when')} className="gxm-block">
        <div className="gxm-two">
          <Field resource={resource} name="due_at" draft={draft} onChange={onChange} hint={t('dueHint')} />
          <Field resource={resource} name="keep_closed" draft={draft} onChange={onChange} hint={t('keepHint')} />
          <Field resource={resource} name="close_login" draft={draft} onChange={onChange} disabled={!told.may_close_login} hint={t(told.may_close_login ? 'closeHint' : 'closeNot')} />
          <Field resource={resource} name="note" draft={draft} onChange={onChange} />
        </div>
        <div className="gxm-foot">
          {isComplete(draft.rules) ? null : <span className="gx-quiet">{t('incomplete')}</span>}
          <Button type="primary" loading={busy} disabled={!isComplete(draft.rules)} onClick={onNext}>{t('toPreview')}</Button>
        </div>
      </Card>
    </>
  );
}
