// SPDX-License-Identifier: AGPL-3.0-or-later
// The drawing of a network: rings of people, ties as lines whose width says how close. For the eye alone: the same
// stands below as lists.
import { useMemo } from 'react';
import { Link } from 'react-router-dom';
import { placesOf, reach } from './layout.js';

/** A name along its ray, never upside down. */
function Name({ place, path }) {
  const { person, x, y, angle } = place;
  const isLeft = Math.cos(angle) < -0.01;
  const turn = (angle * 180) / Math.PI + (isLeft ? 180 : 0);
  return (
    <Link to={path + person.id} tabIndex={-1}>
      <g transform={`translate(${x} ${y})`}>
        <circle r={person.level === 1 ? 7 : 5} className="gxn-dot" />
        <text transform={`rotate(${turn})`} x={isLeft ? -11 : 11} dy="0.35em" textAnchor={isLeft ? 'end' : 'start'} className="gxn-name">{person.name}</text>
        <title>{[person.name, person.job_title, person.account_name].filter(Boolean).join(' · ')}</title>
      </g>
    </Link>
  );
}

/** @param {{people: any[], ties: any[], path: string, words: (tie: any) => string}} props */
export function Network({ people, ties, path, words }) {
  const places = useMemo(() => placesOf(people, ties), [people, ties]);
  const half = reach(places);
  const [middle, ...others] = [...places.values()];
  return (
    <svg className="gxn-map" viewBox={`${-half} ${-half} ${2 * half} ${2 * half}`} aria-hidden="true" style={{ maxWidth: 2 * half }}>
      {ties.filter((tie) => places.has(tie.from) && places.has(tie.to)).map((tie) => {
        const [from, to] = [places.get(tie.from), places.get(tie.to)];
        return <line key={tie.relation_id} x1={from.x} y1={from.y} x2={to.x} y2={to.y} strokeWidth={0.6 + tie.strength * 0.6} className="gxn-tie"><title>{words(tie)}</title></line>;
      })}
      {others.map((place) => <Name key={place.person.id} place={place} path={path} />)}
      <circle r="26" className="gxn-middle" />
      <text textAnchor="middle" dy="0.35em" className="gxn-center">{middle.person.name}</text>
    </svg>
  );
}
