import type {Frame} from '../state/store.ts';
import type {PanelId, UiState} from '../state/ui-state.ts';
import type {PanelPlace} from './panel-place.ts';

export type Region = PanelId | 'header' | 'overlay' | 'prompt' | 'footer';

/** A part of the screen, in cells from the top left corner. */
export type Place = {readonly region: Region; readonly x: number; readonly y: number; readonly width: number; readonly height: number};

/** Parts one below the other; their heights sum to the band's. */
export type Column = {readonly width: number; readonly places: readonly Place[]};

/** Columns side by side; their widths sum to the screen's. */
export type Band = {readonly height: number; readonly columns: readonly Column[]};

/** The whole screen: the bands' heights sum to its rows. */
export type Layout = {readonly bands: readonly Band[]; readonly places: readonly Place[]};

type LayoutInput = {
	readonly columns: number;
	readonly rows: number;
	readonly panels: readonly PanelPlace[];
	readonly frame: Frame;
	readonly ui: UiState;
};

/**
Which parts the screen shows and where. They tile it exactly.

@param input.columns - Cells per row, at least 1.
@param input.rows - At least 1.
*/
export function layoutFor({columns, rows, panels, frame, ui}: LayoutInput): Layout {
	const foot = footOf(rows, ui);
	const head: BandSketch[] = rows >= 3 ? [single('header', 1)] : [];
	const middleRows = rows - heightOf(head) - heightOf(foot);
	return placesOf(columns, [...head, ...middle(columns, middleRows, wantedRows(panels, frame, ui), ui), ...foot]);
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

function middle(columns: number, rows: number, wanted: WantedRows, ui: UiState): readonly BandSketch[] {
	if (ui.overlay !== undefined) {
		return ui.overlay.type === 'incident' && hasRoomForBoth(columns, rows)
			? [single('timeline', timelineOverIncident), single('overlay', rows - timelineOverIncident)]
			: [single('overlay', rows)];
	}

	if (ui.zoomed !== undefined) {
		return [single(ui.zoomed, rows)];
	}

	if (columns >= 100 && rows >= 20) {
		return wide(columns, rows, wanted);
	}

	return columns >= 50 && rows >= 12 ? stacked(rows, wanted) : tiny(columns, rows);
}

const timelineOverIncident = 7;

/** An incident is shown together with its place on the timeline. */
function hasRoomForBoth(columns: number, rows: number): boolean {
	return columns >= 100 && rows >= 26;
}

/** Rows with which a panel shows all that it has; `more` are those that have no place of their own below. */
type WantedRows = Readonly<Record<'stages' | 'bottleneck' | 'circuits' | 'caches', number>> & {
	readonly more: ReadonlyArray<{readonly id: PanelId; readonly rows: number}>;
};

const placed: readonly PanelId[] = ['stages', 'bottleneck', 'circuits', 'caches', 'timeline', 'events'];

function wantedRows(panels: readonly PanelPlace[], frame: Frame, ui: UiState): WantedRows {
	const of = (id: PanelId) => {
		const rows = panels.find(panel => panel.id === id)?.rows?.(frame, ui) ?? 0;
		return rows === 0 ? 1 : border + rows;
	};
	return {
		stages: of('stages'),
		bottleneck: of('bottleneck'),
		circuits: of('circuits'),
		caches: of('caches'),
		more: panels.filter(({id}) => !placed.includes(id)).map(({id}) => ({id, rows: of(id)})),
	};
}

const border = 2;
const steadyBottleneck = border + 7;

/** Stages beside bottleneck and caches, circuits below, then the log. */
function wide(columns: number, rows: number, wanted: WantedRows): readonly BandSketch[] {
	const mostOfTop = Math.floor(rows * 0.5);
	// Independent of how much there is to say about the bottleneck, so that what is below doesn't jump as the cursor
	// moves.
	const top = clamp(Math.max(wanted.stages, steadyBottleneck + wanted.caches), 9, mostOfTop);
	// The rest of the column goes to the caches, so that both columns end on the same row.
	const bottleneck = Math.min(steadyBottleneck, top - 3);
	const side = clamp(Math.round(columns * 0.29), 32, 56);
	const bandOf = (all: number) => (all > 1 ? clamp(all, 3, Math.max(3, Math.floor(rows * 0.2))) : 1);
	const below = [{id: 'circuits', rows: wanted.circuits}, ...wanted.more].map(({id, rows: all}) => single(id, bandOf(all)));
	const under = top + heightOf(below);
	const timeline = timelineRows(rows, rows - under - Math.ceil(rows * 0.28));
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
		...below,
		single('timeline', timeline),
		single('events', rows - under - timeline),
	];
}

/**
A line for the flow, or on a higher screen a panel with errors, marks and more signals, as far as the log can spare it.
*/
function timelineRows(rows: number, spare: number): number {
	const wanted = rows >= 40 ? 9 : rows >= 34 ? 7 : rows >= 28 ? 5 : 1;
	const height = Math.min(wanted, spare);
	return height < 4 ? 1 : height;
}

/** Stacks the parts. A part without room for a box becomes a single line. */
function stacked(rows: number, wanted: WantedRows): readonly BandSketch[] {
	const leastEvents = clamp(Math.floor(rows * 0.4), 4, 16);
	const folded = 4 + wanted.more.length;
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
	const circuits = grown(wanted.circuits);
	const caches = grown(wanted.caches);
	const more = wanted.more.map(({id, rows: all}) => single(id, grown(all)));
	return [
		single('stages', stages),
		single('bottleneck', bottleneck),
		single('circuits', circuits),
		single('caches', caches),
		...more,
		single('timeline', 1),
		single('events', rows - stages - bottleneck - circuits - caches - heightOf(more) - 1),
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

function placesOf(screenColumns: number, sketches: readonly BandSketch[]): Layout {
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
