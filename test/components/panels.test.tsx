import test from 'ava';
import fc from 'fast-check';
import stringWidth from 'string-width';
import {circuitWords} from '../../components/circuits-panel.tsx';
import {panels} from '../../components/panels.ts';
import type {LogRow} from '../../src/history/row.ts';
import type {Cursor} from '../../src/insight/cursor.ts';
import {emptyCounts} from '../../src/insight/empty-snapshot.ts';
import type {BaselineView} from '../../src/insight/snapshot.ts';
import {fileTags} from '../../src/screen/format/file-tags.ts';
import {helpKeys} from '../../src/screen/keys/keymap.ts';
import {layoutFor, type Region} from '../../src/screen/look/layout.ts';
import {createTheme, themeNames} from '../../src/screen/look/theme.ts';
import {initialUiState} from '../../src/screen/reduce/initial-ui-state.ts';
import type {Frame} from '../../src/screen/state/store.ts';
import type {UiState} from '../../src/screen/state/ui-state.ts';
import {drawPart as draw, type Look} from '../helpers/draw-part.ts';
import {
	asciiTheme,
	colourTheme,
	completedRow,
	emptyFrame,
	frameWith,
	openedRow,
	plainTheme,
	rawRow,
	sampleAtMs,
	sampleBottleneck,
	sampleCircuit,
	sampleFrame,
	sampleRow,
	sampleRows,
	sampleStage,
	sampleStages,
} from '../helpers/sample-frame.ts';

const sizes = [
	[160, 45],
	[80, 24],
	[40, 10],
] as const;

/** A whole screen, part by part, with as many log rows as there is room for. */
function screen(
	columns: number,
	rows: number,
	look: Look = {},
): ReadonlyArray<{readonly region: Region; readonly width: number; readonly height: number; readonly lines: readonly string[]}> {
	const frame = look.frame ?? sampleFrame;
	const {places} = layoutFor({columns, rows, panels, frame, ui: {...initialUiState, ...look.ui}});
	const logRows = Math.max(1, (places.find(({region}) => region === 'events')?.height ?? 1) - 1);
	const page = {...frame.page, rows: frame.page.rows.slice(-logRows)};
	return places.map(({region, width, height}) => ({
		region,
		width,
		height,
		lines: draw(region, width, height, {...look, frame: {...frame, page}}),
	}));
}

const textOf = (look: Look, columns: number, rows: number): string =>
	screen(columns, rows, look)
		.flatMap(({lines}) => lines)
		.join('\n')
		.replace(/\u001B\[[\d;]*m/g, '');

const openedIncident = {type: 'incident', number: 1, selected: 0, lines: undefined, isAwaited: false} as const;

const crowded = frameWith(
	{
		stages: Array.from({length: 30}, (_, index) => sampleStage(`stage-${index}`)),
		circuits: Array.from({length: 12}, (_, index) => ({
			...sampleCircuit,
			name: `circuit-${index}`,
			state: index === 9 ? 'open' : 'closed',
		})),
		caches: Array.from({length: 9}, (_, index) => ({
			name: `cache-${index}`,
			hitRate: 0.5,
			hits: 10,
			misses: 10,
			size: undefined,
			maxSize: undefined,
			trend: [],
		})),
		bottleneck: {...sampleBottleneck, reasons: Array.from({length: 9}, (_, index) => `reason number ${index}`)},
	},
	{
		page: {
			rows: Array.from({length: 60}, (_, index) => completedRow(index, 'sink')),
			matched: 1203,
			total: 5_000_003,
			searched: 0.42,
			after: 340,
			outOfOrder: 0,
			filter: undefined,
			firstIndex: 1000,
		},
	},
);

for (const [columns, rows] of sizes) {
	for (const [what, look] of [
		['nothing yet', {frame: emptyFrame}],
		['a night', {}],
		['more than fits', {frame: crowded}],
		[
			'a filter being typed',
			{ui: {prompt: {kind: 'filter', text: 'level>=warm', caret: 11, error: {column: 7, message: 'no level: warn?'}}}},
		],
		['help', {ui: {overlay: {type: 'help'}}}],
		['introspection', {ui: {overlay: {type: 'describe'}}}],
		['an incident', {ui: {overlay: openedIncident}}],
		['an incident with its lines', {ui: {overlay: {...openedIncident, lines: sampleRows.slice(-8), selected: 7}}}],
		['an incident that no longer exists', {ui: {overlay: {...openedIncident, number: 9}}}],
		['an opened event', {ui: {overlay: {type: 'event', row: openedRow, field: 4, around: sampleRows.slice(-9)}}}],
	] as const satisfies ReadonlyArray<readonly [string, Look]>) {
		test(`${what} at ${columns}x${rows}: no part is wider or taller than its place`, t => {
			for (const theme of [plainTheme, colourTheme, asciiTheme]) {
				for (const {region, width, height, lines} of screen(columns, rows, {...look, theme})) {
					t.is(lines.length, height, region);
					for (const line of lines) {
						t.true(stringWidth(line) <= width, `${region}: ${line}`);
					}
				}
			}
		});
	}

	for (const id of ['stages', 'bottleneck', 'circuits', 'caches', 'timeline', 'events'] as const) {
		test(`${id} zoomed to ${columns}x${rows} shows what it has, or that there is nothing yet, and how much more there is`, t => {
			const text = (frame: Frame): string => textOf({frame, ui: {zoomed: id, focus: id}}, columns, rows);
			const facts = {
				stages: 'feature',
				bottleneck: 'feature 943 rps',
				circuits: 'OPEN 42s',
				caches: '98.7%',
				timeline: 'circuit enrichmentService o',
				events: 'Traceback (most recent',
			};
			const nothing = {
				stages: 'Waiting for the first line',
				bottleneck: 'none yet',
				circuits: 'no circuit reported yet',
				caches: 'none reported yet',
				timeline: 'No event has a timestamp yet.',
				events: 'Waiting for the first line',
			};
			t.true(text(sampleFrame).includes(facts[id]), text(sampleFrame));
			t.true(text(emptyFrame).includes(nothing[id]), text(emptyFrame));
			const height = rows - 4 - (id === 'stages' ? 1 : 0);
			const total = {stages: 30, circuits: 12, caches: 9, bottleneck: 0, timeline: 0, events: 0}[id];
			if (total > height) {
				t.true(text(crowded).includes(`+${total - height} more`), text(crowded));
			}
		});
	}

	test(`without colour and Unicode the screen at ${columns}x${rows} shows the same facts`, t => {
		const facts =
			rows >= 24
				? ['DEGRADED', 'enrichmentService', 'open 42s', 'feature', '943', '98.7%', 'trips 3', 'ERROR', 'last-night.jsonl']
				: ['DEGRADED', 'open 42s', 'feature', '943', 'Traceback'];
		for (const theme of [plainTheme, asciiTheme, colourTheme]) {
			const text = textOf({theme}, columns, rows);
			for (const fact of facts) {
				t.true(text.includes(fact), `${fact} in\n${text}`);
			}
		}

		t.regex(textOf({theme: asciiTheme, frame: crowded}, columns, rows), /^[\x20-\x7E\n]*$/);
		t.false(screen(columns, rows, {theme: plainTheme}).some(({lines}) => lines.join('').includes('\u001B')));
	});
}

test('the slowest stage is marked in its row, and the one with the most work in its busy share', t => {
	const demand = {stage: 'enrichment', utilisation: 0.5, demandMs: 610, headroom: 1.3, next: 'feature'};
	const frame = frameWith({bottleneck: {...sampleBottleneck, demand, reasons: ['the stream is thinned']}});
	const rows = draw('stages', 100, 10, {frame});
	t.regex(rows.find(row => row.includes('feature')) ?? '', /^│▌feature /);
	t.regex(rows.find(row => row.includes('enrichment')) ?? '', /^│ enrichment .* 23%◀/);
	const panel = draw('bottleneck', 60, 12, {frame}).join('\n');
	for (const fact of [
		'feature 943 rps',
		'busy 46% · p95 612 ms',
		'most work: enrichment 610 ms per batch, busy 50%',
		'why the stream is thinned',
		'next: enrichment 1 500 rps',
		'headroom 1.3x without enrichment',
		'in flight 1.0 batch (L = λW)',
	]) {
		t.true(panel.includes(fact), fact);
	}
});

test('the table has as many columns as fit its width', t => {
	const head = (width: number): string => (draw('stages', width, 10)[1] ?? '').replace(/[│\s]+/g, ' ').trim();
	t.is(head(100), 'stage throughput last rps in out 60s rps pass busy p95 ms trend');
	t.is(head(60), 'stage throughput last rps pass busy p95 ms');
	t.is(head(40), 'stage last rps busy');
	t.regex(draw('stages', 100, 10)[5] ?? '', /^│ filter +█+ +6 012 +5 000 +3 500 +1 000 +70% +4% +108 /);
});

test('C17: stages that share a row are counted in its name', t => {
	const stages = [sampleStage('feature'), sampleStage('other')];
	t.regex(draw('stages', 100, 10, {frame: frameWith({stages, otherStages: 3800})})[3] ?? '', /^│ other \(3 800\) /);
	t.regex(draw('stages', 100, 10, {frame: frameWith({stages})})[3] ?? '', /^│ other +█/); // a stage of that name
});

test('a rate says which time it covers: the last one and, with enough room, that of the window', t => {
	const stages = [sampleStage('feature', {throughputRps: 943, windowRps: 1320}), sampleStage('sink', {windowRps: undefined})];
	const rows = draw('stages', 130, 10, {frame: frameWith({stages, windowMs: 300_000})});
	t.regex(rows[0] ?? '', /last 5m/);
	t.regex(rows[1] ?? '', / last rps +in +out +5m rps +pass /);
	t.regex(rows[2] ?? '', / 943 +5 000 +5 000 +1 320 +100% /);
	t.regex(rows[3] ?? '', / 1 000 +5 000 +5 000 +-- +100% /);
});

test('records that no event reported are unknown; records reported as none are 0', t => {
	const untold = sampleStage('untold', {throughputRps: undefined, windowRps: undefined, recordsIn: 0, recordsOut: 0, passRate: undefined});
	const idle = sampleStage('idle', {recordsIn: 0, recordsOut: 0, passRate: 1});
	const halfTold = sampleStage('half', {recordsOut: 0, passRate: undefined});
	const rows = draw('stages', 100, 10, {frame: frameWith({stages: [untold, idle, halfTold]})});
	t.regex(rows[2] ?? '', /untold +-- +-- +-- +-- /);
	t.regex(rows[3] ?? '', /idle +█+ +1 000 +0 +0 /);
	t.regex(rows[4] ?? '', /half +█+ +1 000 +5 000 +-- /);
});

test('a stage that reports no times has no rate, and the bottleneck panel says so', t => {
	const frame = frameWith({
		bottleneck: undefined,
		stages: [sampleStage('countries', {throughputRps: undefined, windowRps: undefined, latencyMs: undefined})],
	});
	t.regex(draw('stages', 100, 10, {frame})[2] ?? '', /countries +-- +5 000 +5 000 +-- +100% /);
	t.regex(draw('bottleneck', 80, 6, {frame}).join(''), /none yet.*until a stage reports how long its work takes/);
	t.regex(draw('bottleneck', 80, 1, {frame})[0] ?? '', /none until a stage reports how long its work takes/);
});

test('a rate that is not of now is grey and dated, makes no bar, sorts last, and is not shown without room for its date', t => {
	const past = {throughputRps: 99, throughputAtMs: sampleAtMs - 78_000, isPast: true, completions: 0} as const;
	const stages = sampleStages.map(stage => (stage.name === 'enrichment' ? {...stage, ...past} : stage));
	const frame = frameWith({stages});
	t.regex(draw('stages', 120, 10, {frame})[7] ?? '', /enrichment +1m18s ago +99 /);
	t.regex(draw('stages', 120, 10, {frame, ui: {sort: 'throughput'}})[8] ?? '', /enrichment +1m18s ago/);
	t.regex(draw('stages', 30, 10, {frame})[7] ?? '', /enrichm\S* +-- /);
	t.true(draw('stages', 120, 1, {frame}).join('').includes('enrichment 99 (1m18s ago)'));
	const timeless = frameWith({stages: stages.map(stage => ({...stage, throughputAtMs: undefined})), atMs: undefined});
	t.regex(draw('stages', 120, 10, {frame: timeless})[7] ?? '', /enrichment +before it failed/);
});

test('the bottleneck panel tells of circuits and failing stages, even without a bottleneck', t => {
	const circuits = [{...sampleCircuit, stages: ['enrichment']}];
	const idle = {isPast: true, throughputAtMs: sampleAtMs - 78_000, completions: 0} as const;
	const stages = sampleStages.map(stage =>
		stage.name === 'enrichment' ? {...stage, ...idle} : stage.name === 'sink' ? {...stage, ...idle, failures: 3} : stage,
	);
	for (const bottleneck of [sampleBottleneck, undefined]) {
		const panel = draw('bottleneck', 70, 14, {frame: frameWith({circuits, stages, bottleneck})}).join('\n');
		t.true(panel.includes('circuit enrichmentService open 42s: enrichment completes nothing'), panel);
		t.true(panel.includes('sink fails, last completed 1m18s ago'), panel);
	}
});

test('the selected line of an incident is visible at any size', t => {
	for (const [columns, rows] of sizes) {
		for (let selected = 1; selected < 8; selected++) {
			const marked = textOf({ui: {overlay: {...openedIncident, selected}}}, columns, rows)
				.split('\n')
				.filter(row => row.startsWith('│▌'));
			t.deepEqual(
				marked.map(row => /line \d+/.exec(row)?.[0]),
				[`line ${21_340 + selected * 7}`],
				`${columns}x${rows}`,
			);
		}
	}
});

test('errors have a column only if there are any', t => {
	t.false(draw('stages', 120, 10).join('').includes(' err '));
	const stages = sampleStages.map(stage => (stage.name === 'sink' ? {...stage, errors: 41} : stage));
	const rows = draw('stages', 120, 10, {frame: frameWith({stages})});
	t.true((rows[1] ?? '').includes(' err '));
	t.regex(rows.find(row => row.includes('sink')) ?? '', / 41 /);
});

const changes = (
	...[rps, p95, pass, errors]: ReadonlyArray<readonly [now: number | undefined, then: number | undefined, change: number | undefined]>
) => {
	const changeOf = ([now, then, change]: Exclude<typeof rps, undefined> = [undefined, undefined, undefined]) => ({now, then, change});
	return {throughputRps: changeOf(rps), p95Ms: changeOf(p95), passRate: changeOf(pass), errors: changeOf(errors)};
};
const baseline: BaselineView = {
	file: 'good.jsonl',
	stages: new Map([
		['feature', changes([943, 2482, -0.62], [612, 310, 0.974], [1, 1, 0], [0.3, 0, 0.3])],
		['filter', changes([6012, 6000, 0.002], [108, 108, 0], [0.7, 0.74, -0.04])],
		['ingest', changes([5210, undefined, undefined])],
		['dedupe\u001b[2J', changes([undefined, 400, undefined])],
	]),
};

test('compared with a good run, the table shows how throughput changed and the bottleneck panel what else did', t => {
	const frame = frameWith({baseline});
	const table = draw('stages', 120, 12, {frame});
	t.regex(table[1] ?? '', /rps.* vs base/);
	t.regex(table.find(row => row.includes('feature')) ?? '', / -62%/);
	t.regex(table.find(row => row.includes('filter')) ?? '', / 0%/);
	t.regex(table.find(row => row.includes('ingest')) ?? '', / new/);
	t.notRegex(draw('stages', 40, 12, {frame}).join(), /vs base/);
	t.notRegex(draw('stages', 120, 12).join(), /vs base/);
	const facts = draw('bottleneck', 60, 14, {frame}).join('\n');
	t.regex(facts, /vs base: rps -62%, p95 \+97%, errors \+30 pt/);
	t.regex(facts, /missing vs base: dedupe/);
	t.notRegex(facts, /\u001b\[2J/);
});

test('a stage that went silent shows for how long', t => {
	const stages = sampleStages.map(stage => (stage.name === 'sink' ? {...stage, silentMs: 42_000} : stage));
	t.regex(draw('stages', 100, 10, {frame: frameWith({stages})}).find(row => row.includes('sink')) ?? '', /sink +silent 42s/);
});

test('s sorts by busiest, slowest or latest first; unknown values come last', t => {
	const order = (sort: UiState['sort']): readonly string[] =>
		draw('stages', 100, 10, {
			ui: {sort},
			frame: frameWith({
				stages: [...sampleStages.slice(2), sampleStage('idle', {throughputRps: undefined, busy: undefined, latencyMs: undefined})],
			}),
		})
			.slice(2, -1)
			.map(row => row.slice(2, 13).trim())
			.filter(name => name !== '');
	t.deepEqual(order('busy'), ['feature', 'enrichment', 'normalize', 'sink', 'filter', 'idle']);
	t.deepEqual(order('throughput'), ['feature', 'enrichment', 'normalize', 'sink', 'filter', 'idle']);
	t.deepEqual(order('p95'), ['feature', 'enrichment', 'normalize', 'sink', 'filter', 'idle']);
	t.deepEqual(order('name'), ['enrichment', 'feature', 'filter', 'idle', 'normalize', 'sink']);
	t.true((draw('stages', 100, 10, {ui: {sort: 'busy'}})[0] ?? '').includes('last 60s · sort: busy ▾'));
});

test('h shows each stage by host below its row', t => {
	const hosts = [
		{name: 'box-a', throughputRps: 500, recordsIn: 100, recordsOut: 90, passRate: 0.9, busy: 0.04, errors: 0},
		{name: '', throughputRps: 443, recordsIn: 100, recordsOut: 100, passRate: 1, busy: 0.42, errors: 0},
	];
	const rows = draw('stages', 100, 10, {
		ui: {groupByHost: true},
		frame: frameWith({stages: [{...sampleStages[4], ...sampleStage('feature', {hosts})}]}),
	});
	t.regex(rows[3] ?? '', /^│ {3}box-a .* 500 +100 +90 +90% +4% /);
	t.regex(rows[4] ?? '', /^│ {3}no host .* 443 +100 +100 +100% +42% /);
});

test('a focused panel scrolls, shows how much is above and below, and is marked', t => {
	const rows = draw('stages', 80, 10, {frame: crowded, ui: {focus: 'stages', scroll: 5}});
	t.regex(rows[0] ?? '', /^╭▸1 Stages /);
	t.true((rows[2] ?? '').includes('stage-5 '));
	t.regex(rows.at(-1) ?? '', / ▴ 5 above · \+18 more ▾ ─╯$/);
	const end = draw('stages', 80, 10, {frame: crowded, ui: {focus: 'stages', scroll: 9999}});
	t.regex(end.at(-1) ?? '', / ▴ 23 above ─╯$/);
});

test('circuits that are not closed come first, with a strip of their last hour', t => {
	const rows = draw('circuits', 120, 6, {frame: crowded});
	t.true((rows[0] ?? '').includes('1 of 12 open'));
	t.regex(rows[1] ?? '', /^│ circuit-9 +● OPEN 42s +trips 3 {2}retries 12 {2}last: connect ECONNREFUSED 10\.0\.0\.7:8080 .*█▄?▁+█+ │$/);
	t.regex(rows[2] ?? '', /○ closed/);
	t.is(draw('circuits', 80, 1, {frame: crowded})[0], ' 3 Circuits  circuit-9 ● OPEN 42s  trips 3  connect ECONNREFUSED 10.0.0.7:8080 …');
	const halfOpen = frameWith({circuits: [{...sampleCircuit, state: 'half_open', sinceMs: sampleAtMs - 3000}]});
	t.true(draw('circuits', 120, 3, {frame: halfOpen}).join('').includes('◐ HALF-OPEN 3s'));
	const beyondNames = frameWith({
		circuits: [sampleCircuit, {...sampleCircuit, name: 'other', state: 'open', open: 37, sinceMs: sampleAtMs - 3000}],
	});
	const open = sampleCircuit.state === 'open' ? 38 : 37;
	t.true(draw('circuits', 120, 4, {frame: beyondNames}).join('').includes('37 more'));
	t.true(draw('circuits', 120, 4, {frame: beyondNames})[0]?.includes(`${open} open`));
	t.true(draw('header', 160, 1, {frame: beyondNames})[0]?.includes(`+${open - 1}`));
});

test('a cache shows its rate, its hits and misses', t => {
	const rows = draw('caches', 40, 4);
	t.regex(rows[1] ?? '', /^│ calibration █+▊ 98\.7% │$/);
	t.regex(rows[2] ?? '', /^│ {3}12 300 hits {2}162 misses /);
	t.is(draw('caches', 80, 1)[0], ' 4 Caches  calibration 98.7% (12 300 hits  162 misses)');
});

test('a row of the log shows known fields in short form and every other field as key=value', t => {
	const rows = draw('events', 160, 4, {
		frame: {...sampleFrame, page: {...sampleFrame.page, rows: [completedRow(1, 'feature'), openedRow, rawRow(2, 'plain text')]}},
	});
	t.regex(rows[1] ?? '', /^ 02:13:36\.004 INFO {2}feature +stage_completed +in=500 out=350 12\.3ms 943 rps batch=4712$/);
	t.regex(
		rows[2] ?? '',
		/^ 02:13:41\.004 ERROR enrichment +circuit_state_change {3}enrichmentService closed→open failures=5 reason="connect ECONNREFUSED 10\.0\.0\.7:8080"$/,
	);
	t.regex(rows[3] ?? '', /^ 02:13:41\.000 - +plain text$/);
});

test('the title of the log shows the filter, the position, what has been searched and what is gone', t => {
	t.regex(
		draw('events', 120, 3, {frame: crowded, ui: {filter: 'level>=warn'}})[0] ?? '',
		/^─▸6 Events ─ level>=warn ─+ 1 203 of 5 000 003 · 42% searched · 1 000 older dropped · 340 below ──$/,
	);
	t.regex(draw('events', 80, 3)[0] ?? '', / 33 000 lines · following ──$/);
	const nothing = {...sampleFrame, page: {...sampleFrame.page, rows: [], matched: 0}};
	t.is(draw('events', 80, 3, {frame: nothing, ui: {filter: 'x'}})[1], ' No line matches the filter. Press / to change it.');
});

test('with several files each row has the name of its file, if there is room', t => {
	const rows = [completedRow(1, 'sink'), {...completedRow(2, 'sink'), file: 1}, {...rawRow(3, 'plain text'), file: 2}];
	const files = ['/logs/box1/app.jsonl', '/logs/box2/app.jsonl', '/logs/box1/gate\u001B[31mway.jsonl'];
	const frame = {...sampleFrame, files, page: {...sampleFrame.page, rows}};
	const wide = draw('events', 160, 4, {frame});
	t.regex(wide[1] ?? '', /^ 02:13:36\.004 box1\/app {9}INFO {2}sink/);
	t.regex(wide[2] ?? '', /^ 02:13:36\.104 box2\/app {9}INFO {2}sink/);
	t.regex(wide[3] ?? '', /^ 02:13:41\.000 …x1\/gate\S+way - /);
	t.false(wide.join('').includes('\u001B'));
	t.regex(draw('events', 80, 4, {frame})[1] ?? '', /^ 02:13:36 box1\/app INFO {2}sink/);
	t.regex(draw('events', 40, 4, {frame})[1] ?? '', /^ 02:13:36 I sink/);
	t.not(
		draw('events', 160, 4, {frame, theme: colourTheme})[1],
		draw('events', 160, 4, {frame: {...frame, files: []}, theme: colourTheme})[1],
	);
	t.deepEqual(fileTags(['app.log', 'app.log.1', 'app.log.2.gz']), ['app.log', 'app.log.1', 'app.log.2.gz']);
	t.deepEqual(fileTags(['a.jsonl', './b.jsonl']), ['a', 'b']);
	t.deepEqual(fileTags(['only.jsonl']), []);
});

test('T4: a line earlier than the one above it in its file, and one long after it, are marked and counted', t => {
	const late = {...completedRow(2, 'sink'), previousMs: (completedRow(2, 'sink').timeMs ?? 0) + 497_000};
	const afterGap = {...completedRow(3, 'sink'), previousMs: (completedRow(3, 'sink').timeMs ?? 0) - 720_000};
	const frame = {...sampleFrame, page: {...sampleFrame.page, rows: [completedRow(1, 'sink'), late, afterGap], outOfOrder: 12}};
	for (const theme of [plainTheme, asciiTheme]) {
		const rows = draw('events', 100, 4, {frame, theme});
		t.is(rows.map(row => row[0]).join(''), `${theme.glyphs.box.horizontal} ${theme.glyphs.late}${theme.glyphs.gap}`);
		t.true(rows[0]?.includes('12 out of order'));
	}
	const opened = (row: LogRow) => {
		const ui: Partial<UiState> = {overlay: {type: 'event', row, field: 0, around: undefined}};
		return draw('overlay', 120, 30, {frame: {...frame, files: ['a.log', 'b.log']}, ui}).join('\n');
	};
	t.true(opened(late).includes("its time 02:13:36.104 is 497 s earlier than the previous line's in its file, 02:21:53.104"));
	t.true(opened(afterGap).includes("its time 02:13:36.204 is 720 s later than the previous line's in its file, 02:01:36.204"));
	t.regex(opened(late), / a:3 /);
	t.false(opened(completedRow(1, 'sink')).includes('its time'));
});

test('the selected row is marked by a character, with and without colour', t => {
	const ui: Partial<UiState> = {log: {request: {anchor: 51, offset: 0, count: 9}, selected: {type: 'line', index: 51}}};
	for (const theme of [plainTheme, asciiTheme]) {
		const marked = draw('events', 100, sampleRows.length + 1, {ui, theme}).filter(row => row.startsWith(theme.glyphs.mark));
		t.is(marked.length, 1);
		t.true(marked[0]?.includes('circuit_state_change'));
	}

	t.true(draw('events', 100, sampleRows.length + 1, {ui, theme: colourTheme}).some(row => row.startsWith('\u001B[7m▌')));
});

test('w wraps long lines, with the newest fully shown at the bottom and the selected one visible', t => {
	const long = sampleRow(1, {event: 'x', text: 'word '.repeat(60)}, {event: 'x', component: 'sink'});
	const frame = {...sampleFrame, page: {...sampleFrame.page, rows: [long, ...sampleRows.slice(-4)]}};
	const rows = draw('events', 80, 8, {frame, ui: {wrap: true}});
	t.is(rows.length, 8);
	t.regex(rows.at(-1) ?? '', /Traceback/);
	const selected = draw('events', 80, 8, {
		frame,
		ui: {wrap: true, log: {request: {anchor: 1, offset: 0, count: 7}, selected: {type: 'first'}}},
	});
	t.regex(selected[1] ?? '', /^▌02:13:3/);
});

test('the header shows mode, status, open circuits, batch, alerts and memory; the status is dropped last', t => {
	t.regex(
		draw('header', 160, 1)[0] ?? '',
		/^ obs-top {2}last-night\.jsonl {2}❚❚ 02:13:41 end {2}2024-01-16 UTC +● DEGRADED {2}enrichmentService open 42s +batch 4 712 {2}alerts 312 {2}peak 87\.3 KB {2}[▁-█]{8}$/,
	);
	t.is(draw('header', 40, 1)[0], ' ● DEGRADED  enrichmentService open 42s');
	t.regex(draw('header', 20, 1)[0] ?? '', /^ ● DEGRADED/);
	const mode = (source: Frame['source']): string => draw('header', 120, 1, {frame: {...emptyFrame, source}})[0] ?? '';
	t.true(mode({type: 'live', name: 'stdin'}).startsWith(' obs-top  stdin  LIVE'));
	t.true(mode({type: 'running', name: 'node a.js', pid: 4121}).includes('node a.js  pid 4121 running'));
	t.true(mode({type: 'exited', name: 'node a.js', code: 1, signal: undefined, outputOpen: true}).includes('exited 1, output still open'));
	t.true(mode({type: 'exited', name: 'node a.js', code: undefined, signal: 'SIGKILL', outputOpen: false}).includes('ended by SIGKILL'));
	t.true(mode({type: 'reading', name: 'a.log', bytesRead: 420, bytesTotal: 1000}).includes('reading 42%  ███▍    '));
	t.true(
		mode({type: 'reading', name: 'a.log', bytesRead: 42 * 1024 ** 2, bytesTotal: 100 * 1024 ** 2, bytesPerSecond: 2 * 1024 ** 2}).includes(
			'reading 42%  ███▍     2 MB/s, 29s left',
		),
	);
	t.true(draw('header', 120, 1, {frame: frameWith({atMs: undefined})})[0]?.includes('no timestamps'));
	t.true(
		draw('header', 120, 1, {frame: frameWith({atMs: undefined, source: unreadSource})})[0]?.includes('time of line 7 could not be read'),
	);
	t.true(draw('header', 120, 1, {frame: frameWith({stalledMs: 42_000, circuits: []})})[0]?.includes('stalled 42s'));
});

const unreadSource = {
	...emptyCounts,
	lines: 9,
	events: 9,
	notUnderstood: {lines: 3, of: 9, first: {file: 0, line: 4, why: 'bytes that are not text'}},
	unreadTime: {file: 0, line: 7, name: 'time', text: 'noon'},
};

test('the event log says how many lines were not understood, and which time could not be read', t => {
	const rows = draw('events', 120, 12, {frame: frameWith({source: unreadSource})}).join('\n');
	t.true(rows.includes('3 not understood'));
	t.true(rows.includes('time of line 7 not read'));
	t.false(draw('events', 120, 12).join('\n').includes('not understood'));
});

test('only what is well has the look of what is well, whatever the theme and its colours', t => {
	const statuses = ['HEALTHY', 'DEGRADED', 'UNKNOWN'] as const;
	const states = ['closed', 'open', 'half_open'] as const;
	// The look that a word is drawn in: the escape sequences before it, from the last reset on.
	const lookOf = (word: string, rows: readonly string[]) =>
		(rows.find(row => row.includes(word)) ?? t.fail(word))
			.split(word)[0]
			?.split('\u001B[0m')
			.at(-1)
			?.match(/\u001B\[[\d;]*m/g) ?? [];
	for (const name of themeNames) {
		for (const colorLevel of [1, 2, 3] as const) {
			for (const ascii of [false, true]) {
				const theme = createTheme({name, colorLevel, ascii});
				const [healthy, ...others] = statuses.map(status =>
					lookOf(status, draw('header', 80, 1, {theme, frame: frameWith({status, circuits: []})})),
				);
				const [closed, ...notClosed] = states.map(state =>
					lookOf(circuitWords[state], draw('circuits', 80, 3, {theme, frame: frameWith({circuits: [{...sampleCircuit, state}]})})),
				);
				for (const look of others) {
					t.notDeepEqual(look, healthy, name);
				}
				for (const look of notClosed) {
					t.notDeepEqual(look, closed, name);
				}
			}
		}
	}
});

test('the header shows where the cursor is, how fast time passes, how far behind it is and what was skipped', t => {
	const sameDay = {...sampleFrame, snapshot: {...sampleFrame.snapshot, fromMs: sampleAtMs - 3_600_000, batchCount: undefined}};
	const cursorAt = (cursor: Partial<Cursor>, frame: Partial<Frame> = {}, theme = plainTheme): string =>
		draw('header', 100, 1, {
			frame: {...sameDay, ...frame, cursor: {...sampleFrame.cursor, atMs: sampleAtMs, ...cursor}},
			theme,
		})[0] ?? '';
	t.regex(cursorAt({mode: 'standing', behindMs: 60_000}), / {2}❚❚ 02:13:41 {2,}● DEGRADED/);
	t.regex(cursorAt({mode: 'playing', speed: 10, skippedMs: 252_000}), / {2}▶ 02:13:41 x10 {2}skipped 4m12s of silence /);
	t.regex(cursorAt({mode: 'playing', speed: 0.5}, {}, asciiTheme), / {2}> 02:13:41 x0\.5 /);
	t.regex(cursorAt({mode: 'standing'}, {}, asciiTheme), / {2}\|\| 02:13:41 /);
	const live = {source: {type: 'live', name: 'stdin'}} as const;
	t.regex(cursorAt({mode: 'standing', behindMs: 725_000}, live), /❚❚ 02:13:41 {2}-12m05s behind {2}LIVE/);
	t.regex(cursorAt({}, live), /^ obs-top {2}stdin {2}LIVE/);
	const days = {snapshot: {...sameDay.snapshot, fromMs: sampleAtMs - 86_400_000}};
	t.regex(cursorAt({mode: 'standing'}, days), /❚❚ 02:13:41 {2}2024-01-16 {2}/);
	const berlin = draw('header', 120, 1, {frame: sameDay, timeZone: 'Europe/Berlin'})[0] ?? '';
	t.regex(berlin, /❚❚ 03:13:41 end {2}Europe\/Berlin/);
});

test('lines after the cursor are dimmed, and the line at the cursor is marked', t => {
	const [first = 0] = sampleRows.map(({index}) => index);
	const frame = {...sampleFrame, page: {...sampleFrame.page, cursorIndex: first + 1}};
	const rows = draw('events', 100, sampleRows.length + 1, {frame, theme: colourTheme}).slice(1);
	t.deepEqual(
		rows.map(row => row.startsWith('\u001B[7m▌')),
		sampleRows.map(({index}) => index === first + 1),
	);
	const muted = /^ (?:\u001B\[2m[^\u001B]*\u001B\[m| )+$/;
	t.true(
		rows.slice(2).every(row => muted.test(row)),
		rows.slice(2).find(row => !muted.test(row)),
	);
});

test('the footer shows the keys and how well the monitor keeps up', t => {
	t.regex(
		draw('footer', 160, 1)[0] ?? '',
		/^ i incident \(2\) {2}\? help {2}\/ filter .* q quit +lag 0\.0s {2}1 234 events\/s {2}0 lost {2}142 MB$/,
	);
	const behind = {
		...sampleFrame,
		monitor: {lagMs: 2345, eventsPerSecond: 9, droppedLines: 1200, rssBytes: 1, notices: ['old', 'recording stopped: disk full']},
	};
	t.regex(
		draw('footer', 120, 1, {frame: behind})[0] ?? '',
		/recording stopped: disk full {2}lag 2\.3s {2}9 events\/s {2}1 200 lost {2}1 B$/,
	);
	t.regex(draw('footer', 40, 1, {frame: behind})[0] ?? '', /1 200 lost$/);
	t.regex(draw('footer', 120, 1, {ui: {message: 'copied'}})[0] ?? '', /^ copied +lag/);
});

test('a wrong filter is explained under the column of the mistake', t => {
	const [input, error] = draw('prompt', 80, 2, {
		ui: {prompt: {kind: 'filter', text: 'level>=warn and componen=x', caret: 26, error: {column: 16, message: 'no such field'}}},
	});
	t.is((error ?? '').indexOf('^'), (input ?? '').indexOf('componen'));
	t.true(error?.includes('^ no such field'));
	const [long] = draw('prompt', 40, 2, {ui: {prompt: {kind: 'filter', text: `${'a'.repeat(100)}END`, caret: 103, error: undefined}}});
	t.true(long?.includes('END'));
});

test('C10: an opened event shows its fields with exact numbers, masks secrets, unfolds lines, and shows the line as written', t => {
	const text =
		'{"id":9223372036854775807,"big":1e400,"price":1.50,"password":"hunter2","stack":"one\\ntwo","deep":{"n":12345678901234567890}}';
	const row = {...sampleRow(7, JSON.parse(text)), text};
	const shown = draw('overlay', 100, 24, {ui: {overlay: {type: 'event', row, field: 0, around: undefined}}}).join('\n');
	for (const fact of [
		/▌id +9223372036854775807/,
		/big +1e400/,
		/price +1\.50/,
		/password +•••/,
		/stack +one +│\n│ +two/,
		/deep +│\n│ {3}n +12345678901234567890/,
		/line 8 /,
		/as written/,
	]) {
		t.regex(shown, fact);
	}

	t.false(shown.includes('hunter2'));
	t.regex(
		draw('events', 100, 2, {frame: {...sampleFrame, page: {...sampleFrame.page, rows: [row]}}})[1] ?? '',
		/id=9223372036854775807 big=1e400/,
	);
});

test('the selected field, and after the last one what is below the tree, are visible', t => {
	const row = sampleRow(7, Object.fromEntries(Array.from({length: 60}, (_, index) => [`field${index}`, index])));
	for (const field of [0, 1, 29, 58, 59]) {
		const rows = draw('overlay', 80, 20, {ui: {overlay: {type: 'event', row, field, around: sampleRows.slice(0, 30)}}});
		t.is(rows.filter(line => line.startsWith('│▌') && line.includes(`field${field} `)).length, 1, String(field));
	}

	const end = draw('overlay', 80, 20, {ui: {overlay: {type: 'event', row, field: 59, around: sampleRows.slice(0, 30)}}}).join('\n');
	t.true(end.includes('as written') && end.includes('lines around it'));
});

test('introspection lists signatures, what the stages do now, and the fields of stages that did not announce themselves', t => {
	const rows = draw('overlay', 120, 12, {ui: {overlay: {type: 'describe'}}});
	t.regex(rows[0] ?? '', /Stages of the pipeline ─ announced by the pipeline at 22:00:00 /);
	t.regex(rows[1] ?? '', /ThresholdFilter {2}process\(records, minVal=20, maxVal=80\)/);
	const text = rows.join('\n');
	for (const fact of [
		'Filters records outside [minVal, maxVal] range.',
		'live as `filter`: 6 012 rps, pass 70%',
		'signature not announced',
		'seen: recordsIn recordsOut elapsedMs',
	]) {
		t.true(text.includes(fact), fact);
	}
});

test('help lists every key', t => {
	const text = draw('overlay', 160, 45, {ui: {overlay: {type: 'help'}}}).join('\n');
	for (const {key} of helpKeys(panels)) {
		t.true(text.includes(key), key);
	}
});

const hostileText = fc.oneof(
	fc.string({unit: 'binary', maxLength: 40}),
	fc.string({unit: 'grapheme', maxLength: 40}),
	fc.array(fc.integer({min: 0, max: 0xff_ff}), {maxLength: 20}).map(units => String.fromCharCode(...units)),
	fc.constantFrom(
		'\u001B[2J\u001B]0;x\u0007',
		'\u202Egnp.exe',
		'👨‍👩‍👧‍👦'.repeat(9),
		'日本語'.repeat(20),
		'a\u0301'.repeat(40),
		'x'.repeat(5000),
		'\u009B31m',
		'__proto__',
		'',
		'\r\n\t',
	),
);
const hostileNumber = fc.oneof(
	fc.double(),
	fc.constantFrom(1e308, -1e308, Number.NaN, Number.POSITIVE_INFINITY, -1, 0, Number.MIN_VALUE, 2 ** 53),
);
const maybe = <Value,>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> => fc.option(value, {nil: undefined});
const hostileFrame: fc.Arbitrary<Frame> = fc
	.record({
		name: hostileText,
		other: hostileText,
		number: hostileNumber,
		maybeNumber: maybe(hostileNumber),
		points: fc.array(maybe(hostileNumber), {maxLength: 80}),
	})
	.map(({name, other, number, maybeNumber, points}) => {
		const stage = sampleStage(name, {
			throughputRps: maybeNumber,
			windowRps: maybeNumber,
			recordsIn: number,
			recordsOut: number,
			passRate: maybeNumber,
			busy: number,
			errors: number,
			silentMs: maybeNumber,
			trend: points,
			hosts: [
				{
					name: other,
					throughputRps: number,
					recordsIn: number,
					recordsOut: number,
					passRate: maybeNumber,
					busy: maybeNumber,
					errors: number,
				},
			],
		});
		const fields = {[name]: other, [other]: number, nested: {[name]: [other, number]}};
		return frameWith(
			{
				atMs: maybeNumber,
				stalledMs: maybeNumber,
				batchCount: maybeNumber,
				totalAlerts: number,
				peakMemoryKb: maybeNumber,
				memoryTrend: points,
				stages: [stage, ...sampleStages],
				bottleneck: {
					stage: name,
					throughputRps: number,
					next: {stage: other, throughputRps: maybeNumber},
					demand: {stage: other, utilisation: number, demandMs: number, headroom: maybeNumber, next: undefined},
					inFlight: maybeNumber,
					reasons: [other, name],
				},
				circuits: [{...sampleCircuit, name, reason: other, sinceMs: maybeNumber, trips: number, retries: number}],
				caches: [{name: other, hitRate: maybeNumber, hits: number, misses: maybeNumber, size: number, maxSize: maybeNumber, trend: points}],
				signatures: [{name, description: other, signature: other, announcedAtMs: maybeNumber, stage: name, seenFields: [name, other]}],
			},
			{
				source: {type: 'live', name: other},
				monitor: {lagMs: number, eventsPerSecond: number, droppedLines: number, rssBytes: number, notices: [other]},
				page: {
					...sampleFrame.page,
					rows: [
						sampleRow(1, fields, {component: name, event: other, circuitName: name, newState: 'open', elapsedMs: number}),
						rawRow(2, name + other),
					],
				},
			},
		);
	});

test('C15, C16, S7: whatever a log contains, every row keeps its width and has no control characters except our own colours', t => {
	const uis = fc.constantFrom<Partial<UiState>>(
		{},
		{wrap: true, groupByHost: true, filter: '\u001B[2J'},
		{overlay: {type: 'describe'}},
		{zoomed: 'stages', focus: 'stages', scroll: 3},
		{message: '\u001B]0;x'},
		{prompt: {kind: 'filter', text: 'a\u001B[31mb日本', caret: 3, error: {column: 2, message: '\u202E'}}},
	);
	fc.assert(
		fc.property(
			hostileFrame,
			uis,
			fc.constantFrom(plainTheme, colourTheme, asciiTheme),
			fc.constantFrom([120, 36], [80, 24], [40, 10], [20, 5]),
			(frame, ui, theme, [columns = 80, rows = 24]) => {
				const row = frame.page.rows[0];
				const overlays: ReadonlyArray<Partial<UiState>> =
					row === undefined ? [] : [{overlay: {type: 'event', row, field: 1, around: frame.page.rows}}];
				for (const state of [ui, ...overlays]) {
					for (const {region, width, height, lines} of screen(columns, rows, {frame, ui: state, theme})) {
						t.is(lines.length, height, region);
						for (const line of lines) {
							const text = line.replace(/\u001B\[(?:|1|2|7|3\d|1;31|1;33|2;36)m/g, '');
							t.true(stringWidth(text) <= width, `${region} ${width}: ${text}`);
							t.notRegex(text, /[\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069]/u);
							// A field of a line is shown as read, even `Infinity`; computed values never are.
							if (region !== 'events' && region !== 'overlay') {
								t.notRegex(text, /NaN|Infinity|undefined/);
							}
						}
					}
				}
			},
		),
		{numRuns: 60},
	);
});

test('the themes differ only in colour', t => {
	const plain = textOf({theme: plainTheme}, 120, 36);
	for (const name of themeNames) {
		t.is(textOf({theme: createTheme({name, colorLevel: 1, ascii: false})}, 120, 36), plain);
	}
});
