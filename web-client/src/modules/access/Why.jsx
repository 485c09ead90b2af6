// SPDX-License-Identifier: AGPL-3.0-or-later
// Why somebody can or cannot see or change the record, or one of its fields, in sentences.
import { Alert, Select, Skeleton, Tag } from 'antd';
import { CheckCircleOutlined, MinusCircleOutlined } from '@ant-design/icons';
import { useState } from 'react';
import { useGet, useMeta } from '../../api/queries.js';
import { useFeedback } from '../../app/feedback.jsx';
import { may, visibleFields } from '../../meta/model.js';
import { ReferenceInput } from '../../picker/ReferenceInput.jsx';
import { formatDateTime } from '../../i18n/format.js';
import { useText, useTranslation } from '../../i18n/index.js';
import { allSentences, fieldSentences, missedSentences, readOnlySentences } from './words.js';

function Verdict({ yes, text, reasons }) {
  return (
    <section className="gxa-verdict">
      <h3 className={yes ? 'gxa-yes' : 'gxa-no'}>{yes ? <CheckCircleOutlined aria-hidden="true" /> : <MinusCircleOutlined aria-hidden="true" />} {text}</h3>
      <ul>{reasons.map((reason) => <li key={reason}>{reason}</li>)}</ul>
    </section>
  );
}

function Answer({ why, resource }) {
  const { t } = useTranslation('access');
  const text = useText();
  const words = { name: why.name };
  const reads = why.can_read ? allSentences(why.reads, t, formatDateTime) : why.is_active ? missedSentences(why, 'read', t) : [t('why.inactive')];
  const writes = why.can_write ? allSentences(why.writes, t, formatDateTime) : readOnlySentences(why, t);
  const label = why.field ? text(resource.field[why.field.name]?.label) || why.field.name : '';
  return (
    <>
      {why.field ? <Verdict yes={why.field.right === 'write'} text={fieldSentences(why.field, label, t)[0]} reasons={fieldSentences(why.field, label, t).slice(1)} /> : null}
      <Verdict yes={why.can_read} text={t(why.can_read ? 'why.reads' : 'why.readsNot', words)} reasons={reads} />
      {why.can_read ? <Verdict yes={why.can_write} text={t(why.can_write ? 'why.writes' : 'why.writesNot', words)} reasons={writes} /> : null}
      {why.can_read ? (
        <section className="gxa-verdict">
          <h3>{t('why.operations')}</h3>
          <div className="gx-buttons">{why.operations.map((item) => <Tag key={item.operation} color={item.allowed ? 'blue' : undefined} title={item.reason ? t('operationReason.' + item.reason) : undefined}>{(item.allowed ? '✓ ' : '✗ ') + t('operation.' + item.operation)}</Tag>)}</div>
        </section>
      ) : null}
    </>
  );
}

/** @param {{resource: any, record: any, person: string, onPerson: (id: string) => void, field?: string}} props */
export default function Why({ resource, record, person, onPerson, field: first }) {
  const { t } = useTranslation('access');
  const text = useText();
  const meta = useMeta();
  const { sentence } = useFeedback();
  const [field, setField] = useState(first);
  const { data, error } = useGet('/' + resource.path + '/' + record.id + '/why', { user_id: person, field });
  const mayAsk = Boolean(meta.byName.user) && (may(meta.byName.user, 'audit') || may(resource, 'share'));
  const fields = visibleFields(resource).map((item) => ({ value: item.name, label: text(item.label) }));
  return (
    <div className="gxm-pad-top">
      <div className="gxm-two">
        <ReferenceInput to="user" create={false} allowClear={false} value={person} disabled={!mayAsk} onChange={(id) => onPerson(id ?? meta.user.id)} aria-label={t('why.person')} />
        <Select className="gx-fill" allowClear showSearch={{ optionFilterProp: 'label' }} value={field} options={fields} onChange={setField} placeholder={t('why.field')} aria-label={t('why.field')} />
      </div>
      <div aria-live="polite">
        {error ? <Alert type="warning" showIcon className="gxa-verdict" title={/** @type {any} */ (error).status === 403 ? t('why.refused') : sentence(error)} /> : null}
        {data && !error ? <Answer why={data} resource={resource} /> : null}
        {!data && !error ? <Skeleton active title={false} paragraph={{ rows: 5 }} /> : null}
      </div>
    </div>
  );
}
