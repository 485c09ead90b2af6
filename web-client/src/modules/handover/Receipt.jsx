// SPDX-License-Identifier: AGPL-3.0-or-later
// 交接单: who handed over what to whom, when, confirmed by whom; to print and sign, with the list of the records as a
// file, and the way back.
import { Alert, Button, Card, Descriptions, Popconfirm } from 'antd';
import { DownloadOutlined, PrinterOutlined } from '@ant-design/icons';
import { hand, post } from '../../api/client.js';
import { useMeta } from '../../api/queries.js';
import { useFeedback } from '../../app/feedback.jsx';
import { formatDateTime, formatNumber } from '../../i18n/format.js';
import { useText, useTranslation } from '../../i18n/index.js';
import { More } from './Preview.jsx';
import { csvOf } from './rules.js';

function Table({ parts, undone }) {
  const { t } = useTranslation('handover');
  const meta = useMeta();
  const text = useText();
  const columns = ['moved', 'left', ...(undone ? ['back'] : [])].filter((key) => key !== 'left' || parts.some((part) => part.left));
  return (
    <table className="gxh-table">
      <thead><tr><th scope="col">{t('column.what')}</th><th scope="col">{t('column.to')}</th>{columns.map((key) => <th key={key} scope="col" className="gxh-number">{t('column.' + key)}</th>)}</tr></thead>
      <tbody>
        {parts.map((part, at) => (
          <tr key={at}>
            <td>{text(meta.byName[part.resource]?.titles) || part.resource}</td><td>{part.to_name ?? part.pool_name}</td>
            {columns.map((key) => <td key={key} className="gxh-number">{formatNumber(part[key] ?? 0)}</td>)}
          </tr>
        ))}
      </tbody>
      <tfoot><tr><th scope="row" colSpan={2}>{t('total')}</th>{columns.map((key) => <td key={key} className="gxh-number">{formatNumber(parts.reduce((sum, part) => sum + (part[key] ?? 0), 0))}</td>)}</tr></tfoot>
    </table>
  );
}

/** What an undo did, and why not all came back. @param {{slip: any}} props */
function Undone({ slip }) {
  const { t } = useTranslation('handover');
  const lost = slip.moved - (slip.back ?? slip.moved);
  const inPool = slip.parts.some((part) => part.pool_id && part.back < part.moved);
  return (
    <Alert type={lost ? 'warning' : 'info'} showIcon className="gxm-block" title={t(slip.login_closed ? 'wasUndoneClosed' : 'wasUndone')}
      description={lost ? t(inPool ? 'lostPool' : 'lost', { back: formatNumber(slip.back), number: formatNumber(lost), count: lost }) : undefined} />
  );
}

/** @param {{record: any, busy: boolean, mayUndo: boolean, onUndo: () => void}} props */
export function Receipt({ record, busy, mayUndo, onUndo }) {
  const { t } = useTranslation('handover');
  const meta = useMeta();
  const text = useText();
  const feedback = useFeedback();
  const slip = record.receipt ?? { parts: [] };
  const counts = Object.values(record.counts ?? {});
  const sum = (key) => counts.reduce((total, one) => total + one[key], 0);
  const save = async () => {
    try {
      const { body } = await post('/handovers/' + record.id + '/items', {});
      const taker = (item) => slip.parts.find((part) => part.resource === item.resource && part.to_id === item.to_id && part.pool_id === item.pool_id);
      const rows = body.data.map((item) => [text(meta.byName[item.resource]?.title), item.name, taker(item)?.to_name ?? taker(item)?.pool_name, item.id]);
      hand({ body: new Blob([csvOf([t('column.what'), t('column.name'), t('column.to'), t('column.id')], rows)], { type: 'text/csv' }), headers: new Headers() }, record.code + '.csv');
      if (rows.length < slip.moved) feedback.done(t('listShort', { shown: formatNumber(rows.length), all: formatNumber(slip.moved) }));
    } catch (error) {
      feedback.fail(error);
    }
  };
  const facts = [
    ['leaver', slip.leaver_name], ['confirmedBy', slip.confirmed_by_name], ['date', formatDateTime(record.finished_at)],
    ['login', t(slip.login_closed ? 'loginClosed' : 'loginKept')], ['moved', formatNumber(slip.moved ?? 0)],
    ['stays', t('stays', { kept: formatNumber(sum('kept')), nobody: formatNumber(sum('nobody')), forbidden: formatNumber(sum('forbidden')) })],
  ];
  const warnings = [slip.parts.some((part) => part.pool_id) ? t('undoPool') : '', slip.login_closed ? t('undoLogin') : ''].filter(Boolean);
  return (
    <Card size="small" title={t('receipt', { code: record.code })} className="gxh-receipt">
      {record.state === 'undone' ? <Undone slip={slip} /> : null}
      <More resources={Object.entries(record.counts ?? {}).map(([name, one]) => ({ resource: name, more: one.more }))} />
      <Descriptions size="small" column={{ xs: 1, md: 2 }} items={facts.map(([key, children]) => ({ key, label: t('fact.' + key), children }))} />
      <Table parts={slip.parts} undone={record.state === 'undone'} />
      {record.note ? <p>{record.note}</p> : null}
      <p className="gxm-note">{t('personal')}</p>
      <div className="gxh-signs"><span>{t('signLeaver')}</span><span>{t('signTaker')}</span></div>
      <div className="gxm-foot gxh-print-no">
        <Button icon={<PrinterOutlined />} onClick={() => window.print()}>{t('print')}</Button>
        <Button icon={<DownloadOutlined />} onClick={save}>{t('list')}</Button>
        {record.state === 'done' && mayUndo ? (
          <Popconfirm title={t('undoAsk')} description={warnings.length ? warnings.join(' ') : undefined} onConfirm={onUndo}><Button loading={busy}>{t('undo')}</Button></Popconfirm>
        ) : null}
        {record.state === 'done' && !mayUndo ? <span className="gx-quiet">{t('undoWho')}</span> : null}
      </div>
    </Card>
  );
}
