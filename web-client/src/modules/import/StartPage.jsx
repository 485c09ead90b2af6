// SPDX-License-Identifier: AGPL-3.0-or-later
// Step one of an import: what it is, which file. Earlier imports below, so that one
// can be continued, looked at or taken back.
import { Alert, Card, Select, Spin, Upload } from 'antd';
import { InboxOutlined } from '@ant-design/icons';
import { useState } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router-dom';
import { useMeta, useShortList } from '../../api/queries.js';
import { useFeedback } from '../../app/feedback.jsx';
import { typeOf } from '../../fields/index.js';
import { formatDateTime } from '../../i18n/format.js';
import { useText, useTranslation } from '../../i18n/index.js';
import { startImport } from './upload.js';
import '../modules.css';
import './import.css';

const LIMIT = 50 * 1024 * 1024;

function Earlier() {
  const { t } = useTranslation('import');
  const meta = useMeta();
  const text = useText();
  const field = meta.byName.import?.field.state;
  const { rows } = useShortList('imports', { sort: '-created_at', limit: 10, include: 'file' }, { enabled: Boolean(field) });
  if (!rows.length) return null;
  const { Cell } = typeOf(field);
  return (
    <Card size="small" title={t('earlier')} className="gxm-block">
      <ul className="gxm-lines">
        {rows.map((row) => (
          <li key={row.id} className="gxm-line">
            <Link className="gxm-line-main" to={'/import/' + row.id}>{text(meta.byName[row.resource]?.title) || row.resource}</Link>
            <Cell field={field} value={row.state} record={row} />
            <span className="gxm-line-day">{formatDateTime(row.created_at)}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

export default function StartPage() {
  const { t } = useTranslation('import');
  const text = useText();
  const navigate = useNavigate();
  const feedback = useFeedback();
  const [params, setParams] = useSearchParams();
  const [step, setStep] = useState('');
  const [problem, setProblem] = useState('');
  const choices = useMeta().resources.filter((resource) => resource.operations.includes('import'));
  const into = params.get('into') ?? (choices.find((resource) => resource.name === 'account') ?? choices[0])?.name;

  const take = async (file) => {
    setProblem('');
    if (file.size > LIMIT) return setProblem(t('tooLarge'));
    try {
      navigate('/import/' + (await startImport(into, file, setStep)));
    } catch (error) {
      setProblem(feedback.sentence(error));
    } finally {
      setStep('');
    }
    return undefined;
  };
  return (
    <div className="gx-page gxm-narrow">
      <div className="gxm-bar"><h1 className="gx-title">{t('title')}</h1></div>
      <Card size="small" className="gxm-block">
        <label className="gxm-label" htmlFor="import-into">{t('what')}</label>
        <Select id="import-into" className="gx-fill" value={into} onChange={(name) => setParams({ into: name })} showSearch={{ optionFilterProp: 'label' }}
          options={choices.map((resource) => ({ value: resource.name, label: text(resource.titles ?? resource.title) }))} />
        <Spin spinning={Boolean(step)} description={step ? t('step.' + step) : ''}>
          <Upload.Dragger className="gxm-drop" accept=".csv,.txt,.tsv,.xlsx,.xls" multiple={false} showUploadList={false} beforeUpload={(file) => { take(file); return false; }}>
            <p className="ant-upload-drag-icon"><InboxOutlined /></p>
            <p className="ant-upload-text">{t('drop')}</p>
            <p className="ant-upload-hint">{t('dropHint')}</p>
          </Upload.Dragger>
        </Spin>
        {problem ? <Alert type="error" showIcon title={problem} /> : null}
      </Card>
      <Earlier />
    </div>
  );
}
