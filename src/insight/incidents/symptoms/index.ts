import type {Symptom} from '../../incident.ts';
import type {SymptomRule} from '../symptom-rule.ts';
import {cacheCollapse} from './cache-collapse.ts';
import {circuitOpen} from './circuit-open.ts';
import {crash} from './crash.ts';
import {errorBurst} from './error-burst.ts';
import {latencyJump} from './latency-jump.ts';
import {runFailed} from './run-failed.ts';
import {silence} from './silence.ts';
import {stageFailed} from './stage-failed.ts';
import {throughputCollapse} from './throughput-collapse.ts';

/** Everything that can go wrong. */
export const symptomRules: readonly SymptomRule[] = [
	circuitOpen,
	cacheCollapse,
	stageFailed,
	crash,
	errorBurst,
	throughputCollapse,
	latencyJump,
	silence,
	runFailed,
];

const rules: ReadonlyMap<string, SymptomRule> = new Map(symptomRules.map(rule => [rule.kind, rule]));

/** The rule that found a symptom. */
export function ruleOf({kind}: Pick<Symptom, 'kind'>): SymptomRule {
	const rule = rules.get(kind);
	if (rule === undefined) {
		throw new TypeError(`no rule finds ${kind}`);
	}
	return rule;
}
