import {useEffect} from 'react';
import type {Place} from '../src/ui/layout.ts';
import type {Controls, Frame} from '../src/ui/store.ts';
import type {Theme} from '../src/ui/theme.ts';
import {timelineRequestFor} from '../src/ui/timeline-place.ts';
import type {UiState} from '../src/ui/ui-state.ts';

/** Asks for the timeline that there is a place for; where there is none, the last one goes on. */
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
