import type {PanelPlace} from '../look/panel-place.ts';
import type {Action} from '../state/action.ts';
import type {UiState} from '../state/ui-state.ts';
import type {KeyHint} from './key-table.ts';
import {type KeyPlace, keyTable} from './key-table.ts';

/** What a key does now; `undefined` if nothing. In a prompt, a character key types that character. */
export function actionFor(key: string, ui: UiState): Action | undefined {
	if (ui.prompt !== undefined) {
		return find('prompt', key) ?? typed(key) ?? (key.startsWith('Ctrl-') ? find('everywhere', key) : undefined);
	}
	if (ui.asks !== undefined && !key.startsWith('Ctrl-')) {
		return {type: 'answer', question: ui.asks, isYes: key === 'y'};
	}
	if (ui.awaits !== undefined && [...key].length === 1) {
		return {type: 'name-mark', purpose: ui.awaits, name: key};
	}
	const over = placeOf(ui);
	return (over && find(over, key)) ?? find('everywhere', key);
}

/**
The keys to show in the footer now.

@param isGoingOn - Whether time advances, live or playing, so that Space pauses.
@param incidents - The number of incidents. Their key comes first until the user has looked at one.
*/
export function hintsFor(ui: UiState, isGoingOn: boolean, incidents = 0): readonly KeyHint[] {
	if (ui.prompt !== undefined) {
		return [...hintsIn('prompt'), {key: 'Esc', label: 'back'}];
	}
	const over = placeOf(ui);
	if (ui.overlay !== undefined) {
		return [
			{key: 'Esc', label: 'back'},
			...(over === undefined ? [] : hintsIn(over)),
			...(ui.overlay.type === 'incident' ? incidentHints : []),
			{key: '?', label: 'help'},
			{key: 'q', label: 'quit'},
		];
	}
	const hints = hintsIn('everywhere').map(hint => (hint.key === 'Space' && isGoingOn ? {...hint, label: 'pause'} : hint));
	return incidents === 0 || ui.hasSeenIncidents
		? hints
		: [{key: 'i', label: `incident (${incidents})`}, ...hints.filter(({key}) => key !== 'i')];
}

const incidentHints: readonly KeyHint[] = [
	{key: 'Enter', label: 'go to line'},
	{key: 'y', label: 'copy'},
	{key: 'i', label: 'next'},
];

type Panels = ReadonlyArray<Pick<PanelPlace, 'id' | 'key'>>;

/** All keys, for the help. */
export function helpKeys(panels: Panels): readonly KeyHint[] {
	return keyTable.map(({show, help, isOfPanels}) =>
		isOfPanels
			? {key: panels.map(({key}) => key).join(' '), label: `${panels.map(({id}) => id).join(', ')}; again for full screen`}
			: {key: show, label: help},
	);
}

/** The README's table of keys. */
export function keysAsMarkdown(panels: Panels): string {
	const rows = helpKeys(panels).map(
		({key: shown, label}) =>
			`| ${shown
				.split(' ')
				.map(key => `\`${key}\``)
				.join(' ')} | ${label} |`,
	);
	return ['| key | what it does |', '|---|---|', ...rows].join('\n');
}

const placeOf = ({overlay}: UiState): 'event' | 'sql' | undefined =>
	overlay?.type === 'event' || overlay?.type === 'sql' ? overlay.type : undefined;

function find(where: KeyPlace, key: string): Action | undefined {
	for (const row of keyTable) {
		if (row.where === where && Object.hasOwn(row.keys, key)) {
			return row.keys[key];
		}
	}
	return undefined;
}

function typed(key: string): Action | undefined {
	if (key === 'Space') {
		return {type: 'insert', text: ' '};
	}
	return [...key].length === 1 ? {type: 'insert', text: key} : undefined;
}

const hintsIn = (where: KeyPlace): readonly KeyHint[] => keyTable.flatMap(row => (row.where === where && row.hint ? [row.hint] : []));
