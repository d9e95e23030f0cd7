import {useInput, usePaste, useWindowSize} from 'ink';
import {type ReactElement, useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore} from 'react';
import type {LogRow} from '../src/history/row.ts';
import {keyNames} from '../src/screen/keys/key-names.ts';
import {actionFor} from '../src/screen/keys/keymap.ts';
import {type Layout, layoutFor, type Region} from '../src/screen/look/layout.ts';
import type {Theme} from '../src/screen/look/theme.ts';
import {initialUiState} from '../src/screen/reduce/initial-ui-state.ts';
import {isOfOldFilter} from '../src/screen/reduce/old-filter.ts';
import {reduceUi} from '../src/screen/reduce/reduce-ui.ts';
import type {Action, Effect} from '../src/screen/state/action.ts';
import {selectedRow} from '../src/screen/state/selected-row.ts';
import type {Controls, Frame, Store} from '../src/screen/state/store.ts';
import type {UiState} from '../src/screen/state/ui-state.ts';
import {Dashboard} from './dashboard.tsx';
import {logRowsIn} from './log/events-panel.tsx';
import {panels} from './panels.ts';
import {useTimelineRequest} from './use-timeline-request.ts';
import {borderRows} from './widgets/box.ts';

type AppProps = {
	readonly store: Store;
	readonly controls: Controls;
	readonly theme: Theme;
	/** IANA time zone for display; UTC by default. */
	readonly timeZone?: string | undefined;
	readonly initialUi?: Partial<UiState>;
};

const leastPanelRows = 3; // with fewer, a panel is a single line
const contextLines = 11; // an opened event with five lines before it and five after it

/** The screen. The only component that knows the terminal's size, the keys and the store. */
export function App({store, controls, theme, timeZone, initialUi}: AppProps): ReactElement {
	const {columns, rows} = useWindowSize();
	const frame = useSyncExternalStore(store.subscribe, store.get);
	const [ui, setUi] = useState<UiState>({...initialUiState, ...initialUi});
	const shownTheme = useMemo(() => ({...theme, showsSecrets: ui.showsSecrets}), [theme, ui.showsSecrets]);
	const layout = layoutFor({columns, rows, panels, frame, ui});
	// The log keeps its page while something covers it or a prompt takes one of its rows.
	const beneath: UiState = {...ui, overlay: undefined, prompt: undefined};
	const under = layoutFor({columns, rows, panels, frame, ui: {...beneath, zoomed: undefined}});
	const logRows = logRowsIn(heightOf('events', ui.zoomed === 'events' ? layoutFor({columns, rows, panels, frame, ui: beneath}) : under));

	// A key's meaning depends on what the user sees now, and several keys may come before the next render.
	const latest = useRef({ui, frame, logRows, scrollRows: 0, visible: panels.map(({id}) => id), places: layout.places});
	latest.current = {
		ui,
		frame,
		logRows,
		scrollRows: Math.max(heightOf(ui.overlay === undefined ? ui.focus : 'overlay', layout) - borderRows, 1),
		visible: panels.map(({id}) => id).filter(id => heightOf(id, under) >= leastPanelRows),
		places: layout.places,
	};

	const dispatch = useCallback(
		(action: Action): void => {
			const {ui: before, ...context} = latest.current;
			const {ui: after, effects} = reduceUi(before, action, {
				...context,
				panels,
				timeZone,
				checkFilter: controls.checkFilter,
				combineFilters: controls.combineFilters,
				readTime: controls.readTime,
			});
			latest.current = {...latest.current, ui: after};
			setUi(after);
			for (const effect of effects) {
				perform(effect, controls, dispatch);
			}
		},
		[controls, timeZone],
	);

	useInput((input, key) => {
		for (const name of keyNames(input, key)) {
			const action = actionFor(name, latest.current.ui);
			if (action !== undefined) {
				dispatch(action);
			}
		}
	});
	useEffect(() => controls.onMouse(event => dispatch({type: 'mouse', event})), [controls, dispatch]);
	usePaste(text => dispatch({type: 'insert', text}));

	const {anchor, offset} = ui.log.request;
	useEffect(() => controls.setPage({anchor, offset, count: logRows}), [controls, anchor, offset, logRows]);

	// If the user scrolled to a line, the cursor follows it. Otherwise the log shows the cursor's line.
	const leading = leadingRow(ui, frame);
	const [leadingIndex, leadingMs] = [leading?.index, leading?.timeMs];
	useEffect(() => {
		if (leadingIndex !== undefined && leadingMs !== undefined) {
			controls.moveCursor({type: 'go-to', atMs: leadingMs});
		}
	}, [controls, leadingIndex, leadingMs]);
	const waiting = ui.waiting !== undefined && !isOfOldFilter(ui, frame.page) ? ui.waiting : undefined;
	useEffect(() => {
		if (waiting !== undefined) {
			dispatch({type: waiting});
		}
	}, [waiting, dispatch]);
	useTimelineRequest(
		controls,
		frame,
		ui,
		layout.places.find(({region}) => region === 'timeline'),
		theme,
	);

	return <Dashboard layout={layout} frame={frame} ui={ui} theme={shownTheme} timeZone={timeZone} />;
}

function leadingRow({log}: UiState, {page}: Frame): LogRow | undefined {
	const row = log.selected === undefined ? undefined : selectedRow(log.selected, page);
	return row === undefined ? undefined : page.rows[row];
}

const heightOf = (region: Region, {places}: Layout): number => places.find(place => place.region === region)?.height ?? 0;

function perform(effect: Effect, controls: Controls, dispatch: (action: Action) => void): void {
	switch (effect.type) {
		case 'quit':
			controls.quit();
			break;
		case 'interrupt':
			controls.interrupt();
			break;
		case 'suspend':
			controls.suspend();
			break;
		case 'redraw':
			controls.redraw();
			break;
		case 'record':
			controls.record();
			break;
		case 'copy':
			controls.copy(effect.text);
			break;
		case 'filter':
			controls.setFilter(effect.filter);
			break;
		case 'cursor':
			controls.moveCursor(effect.move);
			break;
		case 'run-sql': {
			const {run, sql} = effect;
			controls
				.runSql(sql, progress => dispatch({type: 'sql-progressed', run, progress}))
				.then(answer => dispatch({type: 'sql-answered', run, answer}));
			break;
		}
		case 'cancel-sql':
			controls.cancelSql();
			break;
		case 'export-sql':
			controls.exportSql(effect.sql, effect.path).then(message => dispatch({type: 'said', message}));
			break;
		case 'export-lines': {
			const {path} = effect;
			controls
				.exportLines(path, progress => dispatch({type: 'export-progressed', path, progress}))
				.then(end => dispatch({type: 'export-ended', path, end}));
			break;
		}
		case 'cancel-export':
			controls.cancelExport();
			break;
		case 'find':
			controls.find(effect.request).then(index => dispatch({type: 'found', index, missing: effect.missing}));
			break;
		case 'lines':
			controls.lines(effect.places).then(lines => dispatch({type: 'evidence-came', number: effect.number, lines}));
			break;
		case 'around':
			controls.around(effect.index, contextLines).then(rows => dispatch({type: 'context-came', index: effect.index, rows}));
			break;
	}
}
