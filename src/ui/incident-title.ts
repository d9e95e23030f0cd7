import type {Incident, Symptom} from '../insight/incident.ts';
import {foreignName} from './foreign.ts';
import {formatAge, formatMs, formatPercent, formatRate} from './format.ts';
import {formatTime} from './format-time.ts';
import type {Theme} from './theme.ts';
import type {View} from './view.ts';

const secondsTellMs = 7_200_000; // in a shorter log minutes alone don't tell incidents apart

/** An incident in a few words, safe to draw: `01:58 circuit enrichmentService open 6m29s`. */
export function incidentTitle({trigger, startMs, endMs}: Incident, {frame, theme, timeZone}: View): string {
	const {fromMs = 0, toMs = 0, knownToMs} = frame.timeline ?? {};
	const lastMs = endMs ?? knownToMs;
	const time = formatTime(startMs, timeZone);
	const age = lastMs === undefined ? '' : ` ${formatAge(lastMs - startMs)}`;
	return `${toMs - fromMs < secondsTellMs ? time : time.slice(0, 5)} ${symptomTitle(trigger, theme)}${age}${endMs === undefined ? ' so far' : ''}`;
}

function symptomTitle({kind, subject, before, worst}: Symptom, theme: Theme): string {
	const name = subject === undefined ? '' : ` ${foreignName(subject, theme)}`;
	const arrow = theme.ascii ? '->' : '→';
	switch (kind) {
		case 'circuit_open':
			return `circuit${name} open`;
		case 'error_burst':
			return `errors${name} ${formatRate(worst)}/s`;
		case 'throughput_collapse':
			return `throughput${name} ${fall(before, worst)}`;
		case 'latency_jump':
			return `p95${name} ${formatMs(before)} ${arrow} ${formatMs(worst)} ms`;
		case 'cache_collapse':
			return `cache${name} ${formatPercent(before)} ${arrow} ${formatPercent(worst)}`;
		case 'silence':
			return `silence${name}`;
	}
}

function fall(before: number | undefined, worst: number | undefined): string {
	return before === undefined || worst === undefined || before <= 0 ? 'down' : formatPercent(worst / before - 1);
}
