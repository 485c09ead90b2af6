// SPDX-License-Identifier: AGPL-3.0-or-later
// Whose things are handed over, and why. Earlier hand-overs below.
import { Button, Card } from 'antd';
import { useState } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router-dom';
import { post } from '../../api/client.js';
import { useMeta, useShortList } from '../../api/queries.js';
import { useRefName } from '../../api/refs.js';
import { useFeedback } from '../../app/feedback.jsx';
import { typeOf } from '../../fields/index.js';
import { formatDateTime } from '../../i18n/format.js';
import { useText, useTranslation } from '../../i18n/index.js';
import { ReferenceInput } from '../../picker/ReferenceInput.jsx';
import '../modules.css';

function Earlier({ resource }) {
  const { t } = useTranslation('handover');
  const nameOf = useRefName();
  const { rows } = useShortList(resource.path, { sort: '-created_at', limit: 10 });
  if (!rows.length) return null;
  const field = resource.field.state;
  const { Cell } = typeOf(field);
  return (
    <Card size="small" title={t('earlier')}>
      <ul className="gxm-lines">
        {rows.map((row) => (
          <li key={row.id} className="gxm-line">
            <Link className="gxm-line-main" to={'/handover/' + row.id}>{[row.code, nameOf('user', row.leaver_id)].filter(Boolean).join(' · ')}</Link>
            <Cell field={field} value={row.state} record={row} />
            <span className="gxm-line-day">{formatDateTime(row.due_at ?? row.created_at)}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

export default function StartPage() {
  const { t } = useTranslation('handover');
  const text = useText();
  const navigate = useNavigate();
  const { fail } = useFeedback();
  const resource = useMeta().byName.handover;
  const [params] = useSearchParams();
  const [draft, setDraft] = useState({ leaver_id: params.get('leaver'), reason: 'leaves' });
  const [busy, setBusy] = useState(false);
  const { Input: ReasonInput } = typeOf(resource.field.reason);
  const next = async () => {
    setBusy(true);
    try {
      const { body } = await post('/' + resource.path, draft);
      navigate('/handover/' + body.data.id);
    } catch (error) {
      fail(error);
      setBusy(false);
    }
  };
  return (
    <div className="gx-page gxm-narrow">
      <div className="gxm-bar"><h1 className="gx-title">{t('title')}</h1></div>
      <p className="gxm-note">{t('about')}</p>
      <Card size="small" className="gxm-block">
        <div className="gxm-two">
          <div><label className="gxh-label" htmlFor="handover-leaver">{t('leaver')}</label>
            <ReferenceInput id="handover-leaver" to="user" create={false} value={draft.leaver_id} onChange={(id) => setDraft({ ...draft, leaver_id: id })} /></div>
          <div><label className="gxh-label" htmlFor="handover-reason">{text(resource.field.reason.label)}</label>
            <ReasonInput id="handover-reason" field={resource.field.reason} value={draft.reason} onChange={(reason) => setDraft({ ...draft, reason })} /></div>
        </div>
        <div className="gxm-foot"><Button type="primary" disabled={!draft.leaver_id} loading={busy} onClick={next}>{t('next')}</Button></div>
      </Card>
      <Earlier resource={resource} />
    </div>
  );
}
