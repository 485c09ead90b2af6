// SPDX-License-Identifier: AGPL-3.0-or-later
// The decision tree of a deal: who has a part in it, how he feels about us, and to whom he reports.
import { Alert, Button, Empty, Skeleton } from 'antd';
import { EditOutlined, PlusOutlined } from '@ant-design/icons';
import { useMeta } from '../../api/queries.js';
import { useFeedback } from '../../app/feedback.jsx';
import { typeOf } from '../../fields/index.js';
import { useForms } from '../../form/FormHost.jsx';
import { useTranslation } from '../../i18n/index.js';
import { may } from '../../meta/model.js';
import { Chart } from './Chart.jsx';
import { useDealPeople } from './usePeople.js';

const TONES = { '-2': 'bad', '-1': 'warn', 0: 'calm', 1: 'info', 2: 'ok' };

function Part({ role, field }) {
  const { t } = useTranslation('chart');
  const { Cell } = typeOf(field.part ?? { type: 'text' });
  const feels = role.attitude ?? null;
  return (
    <span className="gxo-part" title={role.note ?? undefined}>
      {field.part ? <Cell field={field.part} value={role.part} record={role} /> : null}
      {feels === null ? null : <span className={'gx-tone gx-tone-' + TONES[feels]}>{t('attitude.' + feels)}</span>}
    </span>
  );
}

/** @param {{resource: any, record: any}} props */
export default function DealPanel({ record }) {
  const { t } = useTranslation('chart');
  const forms = useForms();
  const { sentence } = useFeedback();
  const target = useMeta().byName.deal_role;
  const { people, roles, isPending, error, more } = useDealPeople(record.id);
  const of = (node) => roles.filter((role) => role.contact_id === node.id);
  const add = may(target, 'create') ? <Button icon={<PlusOutlined />} onClick={() => forms.open({ resource: target.name, defaults: { opportunity_id: record.id } })}>{t('addPart')}</Button> : null;
  if (error) return <Alert type="error" showIcon title={sentence(error)} />;
  if (isPending) return <Skeleton active className="gxm-pad" />;
  if (!people.length) return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('noParts')}>{add}</Empty>;
  return (
    <>
      {more ? <Alert type="info" showIcon title={t('many')} className="gxm-block" /> : null}
      <div className="gx-buttons gxm-block">{add}</div>
      <Chart people={people} label={t('decision')} facts={(node) => of(node).map((role) => <Part key={role.id} role={role} field={target.field} />)}
        acts={(node, tab) => (may(target, 'update') ? of(node).map((role) => <Button key={role.id} size="small" type="text" tabIndex={tab} icon={<EditOutlined />} aria-label={t('editPart', { name: node.name })} onClick={() => forms.open({ resource: target.name, id: role.id })} />) : null)} />
    </>
  );
}
