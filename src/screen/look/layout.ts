import type {Frame} from '../state/store.ts';
import type {PanelId, UiState} from '../state/ui-state.ts';

export type Region = PanelId | 'header' | 'overlay' | 'prompt' | 'footer';

/** A part of the screen, in cells from the top left corner. */
export type Place = {readonly region: Region; readonly x: number; readonly y: number; readonly width: number; readonly height: number};

/** Parts one below the other; their heights sum to the band's. */
export type Column = {readonly width: number; readonly places: readonly Place[]};

/** Columns side by side; their widths sum to the screen's. */
export type Band = {readonly height: number; readonly columns: readonly Column[]};

/** The whole screen: the bands' heights sum to its rows. */
export type Layout = {readonly bands: readonly Band[]; readonly places: readonly Place[]};

type LayoutInput = {readonly columns: number; readonly rows: number; readonly frame: Frame; readonly ui: UiState};

/**
Which parts the screen shows and where; they tile it exactly.

@param input.columns - Cells in a row, at least 1.
@param input.rows - At least 1.
*/
export function layoutFor({columns, rows, frame, ui}: LayoutInput): Layout {
	const foot = footOf(rows, ui);
	const head: BandSketch[] = rows >= 3 ? [single('header', 1)] : [];
	const middleRows = rows - heightOf(head) - heightOf(foot);
	return placed(columns, [...head, ...middle(columns, middleRows, frame, ui), ...foot]);
}

type PlaceSketch = {readonly region: Region; readonly height: number};
type BandSketch = {
	readonly height: number;
	readonly columns: ReadonlyArray<{readonly width: number | 'rest'; readonly places: readonly PlaceSketch[]}>;
};

function footOf(rows: number, ui: UiState): readonly BandSketch[] {
	if (ui.prompt !== undefined) {
		return [single('prompt', rows >= 6 ? 2 : 1)].filter(() => rows >= 2);
	}

	return rows >= 4 ? [single('footer', 1)] : [];
}

function middle(columns: number, rows: number, frame: Frame, ui: UiState): readonly BandSketch[] {
	if (ui.overlay !== undefined) {
		return ui.overlay.type === 'incident' && hasRoomForBoth(columns, rows)
			? [single('timeline', timelineOverIncident), single('overlay', rows - timelineOverIncident)]
			: [single('overlay', rows)];
	}

	if (ui.zoomed !== undefined) {
		return [single(ui.zoomed, rows)];
	}

	const wanted = wantedRows(frame, ui);
	if (columns >= 100 && rows >= 20) {
		return wide(columns, rows, wanted);
	}

	return columns >= 50 && rows >= 12 ? stacked(rows, wanted) : tiny(columns, rows);
}

const timelineOverIncident = 7;

/** An incident is read together with its place in the night. */
function hasRoomForBoth(columns: number, rows: number): boolean {
	return columns >= 100 && rows >= 26;
}

type WantedRows = {
	readonly stages: number;
	readonly bottleneck: number;
	readonly circuits: number;
	readonly caches: number;
	readonly hasCircuits: boolean;
	readonly hasCaches: boolean;
};

const border = 2;
const wordsOfNone = 2; // what a log without stages is told; its lines have the rest

/** Rows with which a part shows all that it has. */
function wantedRows({snapshot}: Frame, ui: UiState): WantedRows {
	const hosts = ui.groupByHost ? snapshot.stages.reduce((sum, stage) => sum + stage.hosts.length, 0) : 0;
	const isTwofold = snapshot.bottleneck?.demand !== undefined && snapshot.bottleneck.demand.stage !== snapshot.bottleneck.stage;
	return {
		stages: border + (snapshot.stages.length === 0 ? wordsOfNone : 1 + Math.max(3, snapshot.stages.length + hosts)),
		bottleneck: snapshot.bottleneck === undefined ? 1 : border + 5 + Math.min(4, snapshot.bottleneck.reasons.length) + (isTwofold ? 2 : 0),
		circuits: border + snapshot.circuits.length,
		caches: border + 2 * snapshot.caches.length,
		hasCircuits: snapshot.circuits.length > 0,
		hasCaches: snapshot.caches.length > 0,
	};
}

const steadyBottleneck = border + 7;

/** Stages beside bottleneck and caches, circuits below, then the log. */
function wide(columns: number, rows: number, wanted: WantedRows): readonly BandSketch[] {
	const mostOfTop = Math.floor(rows * 0.5);
	const caches = wanted.hasCaches ? wanted.caches : 1;
	// However much there is to say of the bottleneck now: what stands below must not jump while the cursor moves.
	const top = clamp(Math.max(wanted.stages, steadyBottleneck + caches), 9, mostOfTop);
	// A side of its natural height leaves the rest to the caches, so that both columns end on the same row.
	const bottleneck = Math.min(steadyBottleneck, top - 3);
	const side = clamp(Math.round(columns * 0.29), 32, 56);
	const circuits = wanted.hasCircuits ? clamp(wanted.circuits, 3, Math.max(3, Math.floor(rows * 0.2))) : 1;
	const timeline = timelineRows(rows, rows - top - circuits - Math.ceil(rows * 0.28));
	return [
		{
			height: top,
			columns: [
				{width: 'rest', places: [{region: 'stages', height: top}]},
				{
					width: side,
					places: [
						{region: 'bottleneck', height: bottleneck},
						{region: 'caches', height: top - bottleneck},
					],
				},
			],
		},
		single('circuits', circuits),
		single('timeline', timeline),
		single('events', rows - top - circuits - timeline),
	];
}

/** A line for the flow, or a panel with the errors, the marks and more signals, the higher the screen; as far as the log can spare it. */
function timelineRows(rows: number, spare: number): number {
	const wanted = rows >= 40 ? 9 : rows >= 34 ? 7 : rows >= 28 ? 5 : 1;
	const height = Math.min(wanted, spare);
	return height < 4 ? 1 : height;
}

/** One below the other; what has no room for a box of its own is one line. */
function stacked(rows: number, wanted: WantedRows): readonly BandSketch[] {
	const leastEvents = clamp(Math.floor(rows * 0.4), 4, 16);
	const folded = 4;
	const stages = clamp(wanted.stages, 4, rows - folded - leastEvents);
	let spare = rows - folded - stages - leastEvents;
	const grown = (height: number): number => {
		const extra = height - 1;
		if (extra < 2 || extra > spare) {
			return 1;
		}

		spare -= extra;
		return height;
	};
	const bottleneck = grown(wanted.bottleneck);
	const circuits = grown(wanted.hasCircuits ? wanted.circuits : 1);
	const caches = grown(wanted.hasCaches ? wanted.caches : 1);
	return [
		single('stages', stages),
		single('bottleneck', bottleneck),
		single('circuits', circuits),
		single('caches', caches),
		single('timeline', 1),
		single('events', rows - stages - bottleneck - circuits - caches - 1),
	];
}

/** What limits the pipeline, and the newest lines. */
function tiny(columns: number, rows: number): readonly BandSketch[] {
	if (rows < 2) {
		return [single('bottleneck', rows)];
	}

	const bottleneck = clamp(Math.floor(rows / 3), 1, columns < 60 ? 3 : 2);
	const circuits = rows >= 9 ? 1 : 0;
	return [
		single('bottleneck', bottleneck),
		...(circuits === 1 ? [single('circuits', 1)] : []),
		single('events', rows - bottleneck - circuits),
	];
}

function single(region: Region, height: number): BandSketch {
	return {height, columns: [{width: 'rest', places: [{region, height}]}]};
}

function heightOf(bands: readonly BandSketch[]): number {
	return bands.reduce((sum, band) => sum + band.height, 0);
}

function placed(screenColumns: number, sketches: readonly BandSketch[]): Layout {
	const bands: Band[] = [];
	let top = 0;
	for (const sketch of sketches) {
		const fixed = sketch.columns.reduce((sum, {width}) => sum + (width === 'rest' ? 0 : width), 0);
		const columns: Column[] = [];
		let x = 0;
		for (const column of sketch.columns) {
			const width = column.width === 'rest' ? screenColumns - fixed : column.width;
			const places: Place[] = [];
			let y = top;
			for (const {region, height} of column.places) {
				places.push({region, x, y, width, height});
				y += height;
			}

			columns.push({width, places});
			x += width;
		}

		bands.push({height: sketch.height, columns});
		top += sketch.height;
	}

	return {bands, places: bands.flatMap(band => band.columns.flatMap(column => column.places))};
}

function clamp(value: number, least: number, most: number): number {
	return Math.max(least, Math.min(value, most));
}
