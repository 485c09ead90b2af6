// SPDX-License-Identifier: AGPL-3.0-or-later
// Where classification is arranged: dimensions with their classes and what brings customers into them; value models with
// their inputs, computed now or every night.
import { Button, Card, Col, Empty, Progress, Row, Skeleton } from 'antd';
import { EditOutlined, PlusOutlined, SyncOutlined } from '@ant-design/icons';
import { useEffect, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { useJob, useMeta, useShortList } from '../../api/queries.js';
import { invalidatePath, usePost } from '../../api/saves.js';
import { Problem } from '../../api/problem.js';
import { useFeedback } from '../../app/feedback.jsx';
import { useForms } from '../../form/FormHost.jsx';
import { formatDateTime, formatNumber } from '../../i18n/format.js';
import { useTranslation } from '../../i18n/index.js';
import { may } from '../../meta/model.js';
import { countOf } from '../../fields/formats.jsx';
import { COLORS, inputsOf } from './data.js';
import '../modules.css';
import './classify.css';

/** What brings a customer into a class. */
function useTerms() {
  const { t } = useTranslation('classify');
  return (one, dimension, model) => {
    if (dimension.how === 'rules') return one.definition ? t('terms.conditions', { count: countOf(one.definition) || 1 }) : t('terms.rest');
    if (one.segment) return one.segment;
    if (dimension.how === 'model' && model?.kind === 'pyramid') return one.threshold === null ? t('terms.noDeal') : t('terms.' + model.method, { value: formatNumber(one.threshold) });
    return '';
  };
}

function Dimension({ dimension, classes, model, mayEdit }) {
  const { t } = useTranslation('classify');
  const forms = useForms();
  const terms = useTerms();
  const edit = (resource, id) => forms.open({ resource, id });
  const state = [t('how.' + dimension.how), dimension.is_active ? '' : t('off'), dimension.last_run_at ? t('asOf', { time: formatDateTime(dimension.last_run_at) }) : '', model ? model.name : ''];
  return (
    <Card size="small" title={dimension.name} className="gxm-block" extra={mayEdit ? <Button type="text" size="small" icon={<EditOutlined />} aria-label={t('edit') + ' ' + dimension.name} onClick={() => edit('dimension', dimension.id)} /> : null}>
      <p className="gxm-note">{state.filter(Boolean).join(' · ')}</p>
      <ul className="gxm-lines">
        {classes.map((one) => (
          <li key={one.id} className="gxm-line">
            <span className={'gx-tone gx-tone-' + COLORS[one.color]}>{one.name}</span>
            <span className="gxm-line-main"><span className="gx-num">{terms(one, dimension, model)}</span><span className="gxm-line-about">{one.description}</span></span>
            {mayEdit ? <Button type="text" size="small" icon={<EditOutlined />} aria-label={t('edit') + ' ' + one.name} onClick={() => edit('dimension_class', one.id)} /> : null}
          </li>
        ))}
      </ul>
      {mayEdit ? <Button type="link" size="small" icon={<PlusOutlined />} onClick={() => forms.open({ resource: 'dimension_class', defaults: { dimension_id: dimension.id, position: (classes.at(-1)?.position ?? 0) + 10 } })}>{t('addClass')}</Button> : null}
    </Card>
  );
}

/** A job and its progress; what it has changed is read anew. */
function useRun(model) {
  const { t } = useTranslation('classify');
  const post = usePost('value-models');
  const queryClient = useQueryClient();
  const { done, fail } = useFeedback();
  const [job, setJob] = useState('');
  const { data } = useJob(job);
  const state = data?.state;
  useEffect(() => {
    if (!['done', 'failed', 'cancelled'].includes(state)) return;
    setJob('');
    if (state === 'done') done(t('computed', { name: model.name }));
    else fail(new Problem({ code: data.error_code ?? 'internal' }));
    invalidatePath(queryClient);
  }, [state]); // eslint-disable-line react-hooks/exhaustive-deps -- once per end of the job
  const run = async () => {
    try {
      setJob((await post.mutateAsync({ to: '/value-models/' + model.id + '/run', body: {} })).data.job_id);
    } catch (error) {
      fail(error);
    }
  };
  const percent = data?.total ? Math.round(100 * data.done / data.total) : 0;
  return { run, busy: Boolean(job) || post.isPending, percent };
}

function Model({ model, mayEdit, mayRun }) {
  const { t } = useTranslation('classify');
  const forms = useForms();
  const { run, busy, percent } = useRun(model);
  const inputs = [...inputsOf(model, t), model.is_active ? '' : t('off')];
  const outcome = [model.last_run_at ? t('asOf', { time: formatDateTime(model.last_run_at) }) : t('notRun'), model.counted === null || model.counted === undefined ? '' : t('customers', { count: model.counted }), model.left_out ? t('inputs.leftOut', { count: model.left_out }) : ''];
  return (
    <Card size="small" title={model.name} className="gxm-block" extra={mayEdit ? <Button type="text" size="small" icon={<EditOutlined />} aria-label={t('edit') + ' ' + model.name} onClick={() => forms.open({ resource: 'value_model', id: model.id })} /> : null}>
      <p className="gxm-note">{t('view.' + model.kind)} · {inputs.filter(Boolean).join(' · ')}</p>
      <p>{outcome.filter(Boolean).join(' · ')}</p>
      {mayRun ? <Button icon={<SyncOutlined />} loading={busy} disabled={!model.is_active} onClick={run}>{t('run')}</Button> : null}
      {busy ? <Progress percent={percent} size="small" aria-label={t('run')} /> : null}
    </Card>
  );
}

export default function SettingsPage() {
  const { t } = useTranslation('classify');
  const meta = useMeta();
  const forms = useForms();
  const dimensions = useShortList('dimensions', { sort: 'position', limit: 100 });
  const classes = useShortList('dimension-classes', { sort: 'position', limit: 200 });
  const models = useShortList('value-models', { sort: 'position', limit: 100 });
  const mayEdit = may(meta.byName.dimension, 'update');
  const mayRun = meta.operations.includes('value_model_run');
  const add = (resource, label) => (may(meta.byName[resource], 'create') ? <Button icon={<PlusOutlined />} onClick={() => forms.open({ resource })}>{label}</Button> : null);
  if (dimensions.isLoading || classes.isLoading || models.isLoading) return <div className="gx-page"><Skeleton active /></div>;
  return (
    <div className="gx-page">
      <div className="gxm-bar"><h1 className="gx-title">{t('settings')}</h1><span className="gxm-spring" />{add('dimension', t('addDimension'))}{add('value_model', t('addModel'))}</div>
      <Row gutter={[12, 12]}>
        <Col xs={24} lg={12}>
          <h2 className="gxc-head">{t('dimensions')}</h2>
          {dimensions.rows.map((one) => <Dimension key={one.id} dimension={one} classes={classes.rows.filter((item) => item.dimension_id === one.id)} model={models.rows.find((item) => item.dimension_id === one.id)} mayEdit={mayEdit} />)}
          {dimensions.rows.length ? null : <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('nothing')} />}
        </Col>
        <Col xs={24} lg={12}>
          <h2 className="gxc-head">{t('models')}</h2>
          <p className="gxm-note">{t('modelsAbout')}</p>
          {models.rows.map((one) => <Model key={one.id} model={one} mayEdit={may(meta.byName.value_model, 'update')} mayRun={mayRun} />)}
        </Col>
      </Row>
    </div>
  );
}
