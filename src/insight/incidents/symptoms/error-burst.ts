import type {Series} from '../../../series/series.ts';
import {levelColumns} from '../../../series/tally.ts';
import {trouble} from '../../../series/troubles.ts';
import {troubleSpots} from '../evidence-spots.ts';
import type {FoundSymptom} from '../found-symptom.ts';
import {sliceLengthMs, sliceStartMs} from '../slices.ts';
import {type Scope, symptomRule} from '../symptom-rule.ts';
import {type Sample, type SignalRule, watchSignal} from '../watch-signal.ts';

const minEvents = 20;
const mostComponents = 100;
const mostSpots = 4;

type Slice = {readonly startMs: number; endMs: number; events: number};

/**
A component that logs far more errors than usual. Counts vary by their square root even when nothing is wrong (Poisson),
so that is the minimum spread. It is halved because errors come in clusters and even a few matter.
*/
export const errorBurst = symptomRule({
	kind: 'error_burst',
	rank: 1,
	thresholds: {
		minErrors: {default: 4, meaning: 'The fewest errors of a component in a slice, above the usual.'},
		minErrorShare: {default: 0.01, meaning: 'The smallest share of errors among all events of a slice, 0 to 1.'},
	},
	detect: errorBursts,
	sentence: ({subject, before, worst, reason}, say) =>
		`errors of ${say.subject(subject)} rose from ${say.perSecond(before)} to ${say.perSecond(worst)}${say.because(reason)}`,
	title: ({subject, worst}, say) => `errors${say.name(subject)} ${say.rate(worst)}/s`,
	clue: {
		kind: 'errors',
		sentence: ({subject, before, after}, say) =>
			`errors of ${say.subject(subject)} rose from ${say.perSecond(before)} to ${say.perSecond(after)}`,
	},
	reason: ({subject}) => `${subject} logs more errors than usual`,
	evidence: (series, {subject = '', startMs}, endMs) =>
		troubleSpots(series, subject, startMs, endMs, trouble.firstErrorMs).slice(0, mostSpots),
	isOfErrors: true,
});

type ErrorScope = Scope<'minErrors' | 'minErrorShare'>;

function errorBursts(scope: ErrorScope): FoundSymptom[] {
	const {series, settings, through} = scope;
	const slices = streamSlices(scope);
	const rule: SignalRule = {
		least: () => settings.minErrors,
		leastSpread: median => Math.sqrt(median + 1) / 2,
		mostPerSlice: settings.allowance + settings.decision, // one slice full of errors decides
	};
	return noisiest(series, through, settings.minErrors).flatMap(({name, errors}) => {
		const counts = countsOf(series, errors, slices);
		const samples = slices.map(({startMs, endMs, events}, index): Sample => {
			const count = counts[index] ?? 0;
			return {startMs, endMs, badness: count < events * settings.minErrorShare ? 0 : count};
		});
		const startOf = (sample: Sample) => firstErrorMs(series, errors, sample);
		return watchSignal(samples, {...rule, startOf}, settings).map(stretch => ({
			...stretch,
			kind: 'error_burst' as const,
			subject: name,
			before: (stretch.before * 1000) / sliceLengthMs(series, settings),
			worst: (stretch.worst * 1000) / sliceLengthMs(series, settings),
			reason: undefined,
			failures: undefined,
		}));
	});
}

type Count = {readonly bucket: number; readonly count: number; readonly firstMs: number};

/** The components with the most errors, among those with enough for a burst. */
function noisiest(series: Series, through: number, minErrors: number) {
	const components = [...series.troubles.table.rows].map(([name, hosts]) => {
		const errors: Count[] = [];
		let total = 0;
		for (const timeline of hosts.values()) {
			const end = timeline.countThrough(through);
			for (let index = 0; index < end; index++) {
				const count = timeline.get(index, trouble.errors);
				total += count;
				if (count > 0) {
					errors.push({bucket: timeline.bucketAt(index), count, firstMs: timeline.get(index, trouble.firstErrorMs)});
				}
			}
		}

		return {name, errors: errors.sort((a, b) => a.bucket - b.bucket), total};
	});
	return components
		.filter(({total}) => total >= minErrors)
		.sort((a, b) => b.total - a.total)
		.slice(0, mostComponents);
}

/** Slices with enough events to distinguish calm from silence. A slice with fewer is extended into the next. */
function streamSlices({series, settings, through, endMs}: Scope): Slice[] {
	const {timeline} = series.tally;
	const end = timeline.countThrough(through);
	const lengthMs = sliceLengthMs(series, settings);
	const slices: Slice[] = [];
	let current: Slice | undefined;
	for (let index = 0; index < end; index++) {
		const startMs = sliceStartMs(series, settings, timeline.bucketAt(index));
		if (current === undefined || (startMs >= current.endMs && current.events >= minEvents)) {
			current = {startMs, endMs: startMs + lengthMs, events: 0};
			slices.push(current);
		}

		current.endMs = startMs + lengthMs;
		for (const [, column] of levelColumns) {
			current.events += timeline.get(index, column);
		}
	}

	const last = slices.at(-1);
	return last !== undefined && (last.endMs > endMs || last.events < minEvents) ? slices.slice(0, -1) : slices;
}

function countsOf({stepMs}: Series, errors: readonly Count[], slices: readonly Slice[]): number[] {
	const counts = slices.map(() => 0);
	let slice = 0;
	for (const {bucket, count} of errors) {
		while (slice < slices.length && (slices[slice]?.endMs ?? 0) <= bucket * stepMs) {
			slice++;
		}

		if (slice < slices.length) {
			counts[slice] = (counts[slice] ?? 0) + count;
		}
	}

	return counts;
}

function firstErrorMs({stepMs}: Series, errors: readonly Count[], {startMs, endMs}: Sample): number {
	const first = errors.find(({bucket}) => bucket * stepMs >= startMs && bucket * stepMs < endMs);
	return first?.firstMs ?? startMs;
}
