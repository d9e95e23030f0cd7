import {useEffect} from 'react';
import type {Place} from '../src/screen/look/layout.ts';
import type {Theme} from '../src/screen/look/theme.ts';
import type {Controls, Frame} from '../src/screen/state/store.ts';
import type {UiState} from '../src/screen/state/ui-state.ts';
import {timelineRequestFor} from '../src/screen/timeline/timeline-place.ts';

/** Requests a timeline of the size shown. If none is shown, the last request stays. */
export function useTimelineRequest(controls: Controls, frame: Frame, ui: UiState, place: Place | undefined, {glyphs}: Theme): void {
	const request = place && timelineRequestFor(frame, ui, place, glyphs);
	const {columns, span, stage} = request ?? {};
	const {fromMs, toMs} = span ?? {};
	useEffect(() => {
		if (columns !== undefined) {
			controls.setTimeline({columns, span: fromMs === undefined || toMs === undefined ? undefined : {fromMs, toMs}, stage});
		}
	}, [controls, columns, fromMs, toMs, stage]);
}
