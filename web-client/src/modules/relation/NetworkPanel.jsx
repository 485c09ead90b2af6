// SPDX-License-Identifier: AGPL-3.0-or-later
// 人脉 of a contact: who can introduce me, who of us knows him, and the people around him, drawn and as lists.
import { Alert, Button, Empty, Segmented, Skeleton } from 'antd';
import { EditOutlined, PlusOutlined } from '@ant-design/icons';
import { useMemo, useState } from 'react';
import { Link } from 'react-router-dom';
import { useGet, useMeta } from '../../api/queries.js';
import { useFeedback } from '../../app/feedback.jsx';
import { useForms } from '../../form/FormHost.jsx';
import { useTranslation } from '../../i18n/index.js';
import { may } from '../../meta/model.js';
import { Network } from './Network.jsx';
import { Close, Ways } from './Ways.jsx';
import { useTieWords } from './useTieWords.js';

function EditTie({ tie, name }) {
  const { t } = useTranslation('relation');
  const forms = useForms();
  const target = useMeta().byName.relation;
  if (!tie.relation_id || !may(target, 'update')) return null;
  return <Button size="small" type="text" icon={<EditOutlined />} aria-label={t('edit', { name })} title={t('edit', { name })} onClick={() => forms.open({ resource: 'relation', id: tie.relation_id })} />;
}

function Known({ known }) {
  const { t } = useTranslation('relation');
  const words = useTieWords();
  if (!known.length) return <p className="gxm-note">{t('unknown')}</p>;
  return (
    <ul className="gxm-lines">{known.map((one) => (
      <li key={one.user_id} className="gxm-line">
        <span className="gxm-line-main"><strong>{one.user_name}</strong><span className="gxm-line-about">{words(one.kind)}</span></span>
        <Close value={one.strength} /><span className="gxm-line-acts"><EditTie tie={one} name={one.user_name} /></span>
      </li>
    ))}</ul>
  );
}

/** The people right beside, with the closest tie to each. */
function Direct({ id, people, ties, path }) {
  const words = useTieWords();
  const byId = useMemo(() => new Map(people.map((person) => [person.id, person])), [people]);
  const lines = ties.filter((tie) => tie.from === id || tie.to === id).map((tie) => ({ tie, person: byId.get(tie.from === id ? tie.to : tie.from) }));
  lines.sort((a, b) => b.tie.strength - a.tie.strength);
  return (
    <ul className="gxm-lines">{lines.map(({ tie, person }) => (
      <li key={tie.relation_id} className="gxm-line">
        <span className="gxm-line-main"><Link to={path + person.id}>{person.name}</Link><span className="gxm-line-about">{[words(tie.kind), person.account_name, person.job_title].filter(Boolean).join(' · ')}</span></span>
        <Close value={tie.strength} /><span className="gxm-line-acts"><EditTie tie={tie} name={person.name} /></span>
      </li>
    ))}</ul>
  );
}

/** @param {{resource: any, record: any}} props */
export default function NetworkPanel({ record }) {
  const { t } = useTranslation('relation');
  const { byName } = useMeta();
  const forms = useForms();
  const { sentence } = useFeedback();
  const words = useTieWords();
  const [depth, setDepth] = useState(2);
  const { data, error } = useGet('/contacts/' + record.id + '/network', { depth }, { placeholderData: (previous) => previous });
  const path = '/' + byName.contact.path + '/';
  if (error) return <Alert type="error" showIcon title={sentence(error)} />;
  if (!data) return <Skeleton active className="gxm-pad" />;
  const add = may(byName.relation, 'create') ? <Button icon={<PlusOutlined />} onClick={() => forms.open({ resource: 'relation', defaults: { contact_id: record.id } })}>{t('add')}</Button> : null;
  return (
    <div className="gxn-panel">
      <section><h3>{t('introduce')}</h3><Ways of="contacts" id={record.id} /></section>
      <section className="gxn-two">
        <div><h3>{t('known')}</h3><Known known={data.known} /></div>
        <div><h3>{t('around')}</h3>{data.people.length > 1 ? <Direct id={record.id} people={data.people} ties={data.ties} path={path} /> : <p className="gxm-note">{t('alone')}</p>}</div>
      </section>
      <div className="gx-buttons gxm-block">{add}</div>
      {data.people.length > 1 ? (
        <section className="gxn-drawn">
          <Segmented aria-label={t('depth')} value={depth} options={[1, 2, 3].map((value) => ({ value, label: t('depthOf', { count: value }) }))} onChange={setDepth} />
          {data.is_cut ? <Alert type="info" showIcon title={t('cut')} className="gxm-pad-top" /> : null}
          <Network people={data.people} ties={data.ties} path={path} words={(tie) => words(tie.kind)} />
        </section>
      ) : <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('empty')} />}
    </div>
  );
}
