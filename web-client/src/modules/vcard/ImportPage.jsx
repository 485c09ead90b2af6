// SPDX-License-Identifier: AGPL-3.0-or-later
// Cards of a file become contacts: first they are looked at, what is there already is named and not
// taken; then each one goes through the ordinary create. The file itself never leaves the browser.
import { Alert, Button, Card, Checkbox, Empty, Spin, Upload } from 'antd';
import { FormOutlined, InboxOutlined } from '@ant-design/icons';
import { Link } from 'react-router-dom';
import { useMeta } from '../../api/queries.js';
import { useForms } from '../../form/FormHost.jsx';
import { useText, useTranslation } from '../../i18n/index.js';
import { bodyOf } from './known.js';
import { LIMIT } from './read.js';
import { useCards } from './useCards.js';
import '../modules.css';

const ABOUT = ['division', 'job_title', 'mobile', 'phone', 'email'];

function Marks({ card, path }) {
  const { t } = useTranslation('vcard');
  const { known, twice, draft, made, problem, account } = card;
  const to = (row) => path + row.id;
  return (
    <>
      {made ? <Link className="gx-tone gx-tone-ok" to={to(made)}>{t('done')}</Link> : null}
      {!made && known ? <Link className="gx-tone gx-tone-warn" to={to(known.row)}>{t('known.' + known.by, { name: known.row.name ?? known.row.code })}</Link> : null}
      {!made && twice ? <span className="gx-tone gx-tone-warn">{t('twice')}</span> : null}
      {!draft.fields.name ? <span className="gx-tone gx-tone-bad">{t('noName')}</span> : null}
      {draft.company && !account && !made ? <span className="gx-tone gx-tone-calm">{t('noAccount')}</span> : null}
      {draft.dropped.length ? <span className="gx-tone gx-tone-calm">{t('dropped', { names: draft.dropped.join(', ') })}</span> : null}
      {problem ? <span className="gxm-problem" role="alert">{problem}</span> : null}
    </>
  );
}

function Line({ card, contact, onChange }) {
  const { t } = useTranslation('vcard');
  const forms = useForms();
  const { fields, company } = card.draft;
  const name = fields.name || company || t('noName');
  const about = [company, ...ABOUT.map((field) => fields[field])].filter(Boolean).join(' · ');
  const form = async () => {
    const made = await forms.open({ resource: contact.name, defaults: bodyOf(contact, card.draft, card.account) });
    if (made) onChange(card.key, { made, wanted: false, problem: undefined });
  };
  return (
    <li className="gxm-line">
      <Checkbox aria-label={t('want', { name })} checked={card.wanted} disabled={Boolean(card.made) || !fields.name} onChange={(event) => onChange(card.key, { wanted: event.target.checked })} />
      <span className="gxm-line-main"><strong>{name}</strong><span className="gxm-line-about">{about}</span><Marks card={card} path={'/' + contact.path + '/'} /></span>
      {card.made ? null : <Button type="text" icon={<FormOutlined />} aria-label={t('form', { name })} title={t('form', { name })} onClick={form} />}
    </li>
  );
}

function Preview({ state, contact }) {
  const { t } = useTranslation('vcard');
  const { cards, more, busy, create, change, close } = state;
  const count = cards.filter((card) => card.wanted).length;
  const marked = cards.filter((card) => card.known || card.twice).length;
  if (!cards.length) return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('nothing')}><Button onClick={close}>{t('another')}</Button></Empty>;
  return (
    <Card size="small" title={t('found', { count: cards.length })}>
      {more ? <Alert type="warning" showIcon className="gxm-block" title={t('more', { limit: LIMIT, more })} /> : null}
      {marked ? <Alert type="info" showIcon className="gxm-block" title={t('marked', { count: marked })} /> : null}
      <ul className="gxm-lines" aria-label={t('found', { count: cards.length })}>{cards.map((card) => <Line key={card.key} card={card} contact={contact} onChange={change} />)}</ul>
      <div className="gxm-foot">
        <Button onClick={close} disabled={Boolean(busy)}>{t('another')}</Button>
        <Button type="primary" disabled={!count} loading={busy === 'creating'} onClick={create}>{t('create', { count })}</Button>
      </div>
    </Card>
  );
}

export default function ImportPage() {
  const { t } = useTranslation('vcard');
  const text = useText();
  const { contact } = useMeta().byName;
  const state = useCards();
  return (
    <div className="gx-page gxm-narrow">
      <div className="gxm-bar"><h1 className="gx-title">{t('import')}</h1><span className="gxm-spring" /><Link to={'/' + contact.path}>{text(contact.titles ?? contact.title)}</Link></div>
      {state.cards ? <Preview state={state} contact={contact} /> : (
        <Spin spinning={Boolean(state.busy)}>
          <Upload.Dragger className="gxm-drop" accept=".vcf,.vcard,text/vcard" multiple={false} showUploadList={false} beforeUpload={(file) => { state.open(file); return false; }}>
            <p className="ant-upload-drag-icon"><InboxOutlined /></p>
            <p className="ant-upload-text">{t('drop')}</p>
            <p className="ant-upload-hint">{t('dropHint')}</p>
          </Upload.Dragger>
          {state.problem ? <Alert type="error" showIcon title={state.problem} /> : null}
        </Spin>
      )}
    </div>
  );
}
