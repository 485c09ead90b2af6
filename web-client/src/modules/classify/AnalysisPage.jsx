// SPDX-License-Identifier: AGPL-3.0-or-later
// 客户分析: the pyramid with the moves of the month, the RFM heat map, and the cross-sell list, of the customers whom the
// reader sees. Every figure leads to the customers behind it.
import { Empty, Segmented, Select, Skeleton } from 'antd';
import { Suspense, lazy } from 'react';
import { useSearchParams } from 'react-router-dom';
import { useShortList } from '../../api/queries.js';
import { formatDateTime } from '../../i18n/format.js';
import { useTranslation } from '../../i18n/index.js';
import { inputsOf } from './data.js';
import '../modules.css';
import './classify.css';

const KINDS = ['pyramid', 'rfm', 'value'];
const VIEWS = { pyramid: lazy(() => import('./Pyramid.jsx')), rfm: lazy(() => import('./Rfm.jsx')), value: lazy(() => import('./CrossSell.jsx')) };

function Inputs({ model }) {
  const { t } = useTranslation('classify');
  const inputs = [...inputsOf(model, t), model.left_out ? t('inputs.leftOut', { count: model.left_out }) : '', model.last_run_at ? t('asOf', { time: formatDateTime(model.last_run_at) }) : t('notRun')];
  return <p className="gxm-note">{inputs.filter(Boolean).join(' · ')} · {t('yours')}</p>;
}

export default function AnalysisPage() {
  const { t } = useTranslation('classify');
  const [params, setParams] = useSearchParams();
  const { rows: models, isPending } = useShortList('value-models', { is_active: true, sort: 'position', limit: 100 });
  const kinds = KINDS.filter((kind) => models.some((model) => model.kind === kind));
  const kind = kinds.find((one) => one === params.get('view')) ?? kinds[0];
  const same = models.filter((model) => model.kind === kind);
  const model = same.find((one) => one.id === params.get('model')) ?? same[0];
  const View = VIEWS[kind];
  const go = (next) => setParams(next, { replace: true });
  return (
    <div className="gx-page">
      <div className="gxm-bar">
        <h1 className="gx-title">{t('title')}</h1>
        <span className="gxm-spring" />
        {same.length > 1 ? <Select aria-label={t('model')} value={model.id} options={same.map((one) => ({ value: one.id, label: one.name }))} onChange={(id) => go({ view: kind, model: id })} popupMatchSelectWidth={false} /> : null}
        {kinds.length > 1 ? <Segmented aria-label={t('view.label')} value={kind} onChange={(value) => go({ view: String(value) })} options={kinds.map((value) => ({ value, label: t('view.' + value) }))} /> : null}
      </div>
      {isPending ? <Skeleton active paragraph={{ rows: 8 }} /> : null}
      {!isPending && !model ? <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('noModel')} /> : null}
      {model ? <><Inputs model={model} /><Suspense fallback={<Skeleton active paragraph={{ rows: 8 }} />}><View key={model.id} model={model} /></Suspense></> : null}
    </div>
  );
}
