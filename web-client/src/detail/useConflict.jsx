// SPDX-License-Identifier: AGPL-3.0-or-later
// The way out of a 412: both versions side by side, one choice per field, then a
// save on top of the newer version. Used by forms and by edits in place.
import { Button, Modal, Radio } from 'antd';
import { useCallback, useState } from 'react';
import { useRefName } from '../api/refs.js';
import { useSave } from '../api/saves.js';
import { isProblem } from '../api/problem.js';
import { useFeedback } from '../app/feedback.jsx';
import { typeOf } from '../fields/index.js';
import { useText, useTranslation } from '../i18n/index.js';
import { collisions, resolved } from './conflict.js';

function Side({ field, value, record }) {
  const { Cell } = typeOf(field);
  return <Cell field={field} value={value} record={record} plain />;
}

function Dialog({ resource, current, base, mine, onSave, onTheirs, onCancel, busy }) {
  const { t } = useTranslation();
  const text = useText();
  const nameOf = useRefName();
  const colliding = collisions(base, current, mine);
  const [choice, setChoice] = useState(() => /** @type {Record<string, any>} */ (Object.fromEntries(colliding.map((name) => [name, 'mine']))));
  const who = nameOf('user', current.updated_by) || t('conflict.someone');
  return (
    <Modal open width={680} title={t('conflict.title')} onCancel={onCancel} footer={[
      <Button key="theirs" onClick={onTheirs}>{t('conflict.takeTheirs')}</Button>,
      <Button key="save" type="primary" loading={busy} onClick={() => onSave(resolved(mine, colliding, choice, current))}>{t('conflict.save')}</Button>,
    ]}>
      <p>{t('conflict.hint', { name: who })}</p>
      {colliding.length ? (
        <table className="gx-conflict">
          <thead><tr><th scope="col">{t('conflict.field')}</th><th scope="col">{t('conflict.theirs')}</th><th scope="col">{t('conflict.mine')}</th></tr></thead>
          <tbody>
            {colliding.map((name) => {
              const field = resource.field[name];
              const pick = (side) => () => setChoice({ ...choice, [name]: side });
              return (
                <tr key={name}>
                  <th scope="row">{text(field.label)}</th>
                  {['theirs', 'mine'].map((side) => (
                    <td key={side} className={choice[name] === side ? 'gx-on' : ''}>
                      <Radio name={'conflict-' + name} checked={choice[name] === side} onChange={pick(/** @type {any} */ (side))}>
                        <Side field={field} value={side === 'mine' ? mine[name] : current[name]} record={current} />
                      </Radio>
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      ) : null}
    </Modal>
  );
}

/**
 * [element, settle]: settle(problem, base, changes) gives the saved record, the
 * other's record when mine was given up, or null when the person went back.
 * @param {import('../meta/model.js').Resource} resource
 * @returns {[any, (problem: any, base: any, changes: any) => Promise<any>]}
 */
export function useConflict(resource) {
  const [state, setState] = useState(/** @type {any} */ (null));
  const save = useSave(resource);
  const { fail } = useFeedback();
  const settle = useCallback((problem, base, changes) => {
    if (!problem.current) {
      fail(problem);
      return Promise.resolve(null);
    }
    return new Promise((resolve) => setState({ current: problem.current, base, mine: changes, resolve }));
  }, [fail]);
  const end = (record) => {
    state.resolve(record);
    setState(null);
  };
  const keep = async (changes) => {
    if (!Object.keys(changes).length) return end(state.current);
    try {
      const { record } = await save.mutateAsync({ id: state.current.id, version: state.current.version, changes });
      end(record);
    } catch (error) {
      if (isProblem(error, 'version_conflict') && error.current) setState({ ...state, base: state.current, current: error.current });
      else fail(error);
    }
  };
  const element = state ? <Dialog key={state.current.version} resource={resource} {...state} busy={save.isPending} onSave={keep} onTheirs={() => end(state.current)} onCancel={() => end(null)} /> : null;
  return [element, settle];
}
