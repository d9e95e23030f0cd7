import type {BaselineView} from '../../insight/snapshot.ts';
import {unknownText} from './format.ts';

/** The change of an amount against the baseline: `-62%`, `+97%`, `0%`. */
export function formatChange(change: number | undefined): string {
	if (change === undefined || Number.isNaN(change)) {
		return unknownText;
	}
	return change > 99.995 ? `x${Math.min(change + 1, 1e6).toFixed(0)}` : signed(change * 100, '%');
}

/** Compares a stage with the baseline, in words. Names are as in the log. */
export function baselineWords({stages}: BaselineView, stage: string): string {
	const changed = stages.get(stage);
	if (changed === undefined) {
		return 'vs base: not in it';
	}
	const {throughputRps, p95Ms, passRate, errors} = changed;
	if ([throughputRps, p95Ms, passRate, errors].every(({then}) => then === undefined)) {
		return 'vs base: not in it';
	}
	return `vs base: ${[
		`rps ${formatChange(throughputRps.change)}`,
		`p95 ${formatChange(p95Ms.change)}`,
		...shareWords('pass', passRate.change),
		...shareWords('errors', errors.change),
	].join(', ')}`;
}

/** Stages of the baseline that did nothing. */
export function missingStages({stages}: BaselineView): readonly string[] {
	return [...stages].flatMap(([name, {throughputRps, p95Ms, passRate, errors}]) =>
		[throughputRps, p95Ms, passRate, errors].every(({now}) => now === undefined) ? [name] : [],
	);
}

/** Differences of ratios, in percentage points. Less than one isn't worth mentioning. */
function shareWords(name: string, change: number | undefined): readonly string[] {
	return change === undefined || Math.abs(change) < 0.01 ? [] : [`${name} ${signed(change * 100, ' pt')}`];
}

function signed(value: number, unit: string): string {
	const rounded = Math.round(value);
	return rounded === 0 ? `0${unit}` : `${rounded > 0 ? '+' : '-'}${Math.abs(rounded)}${unit}`;
}
