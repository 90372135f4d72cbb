/** The editor itself: CodeMirror, set up for Python and drawn in the page's colours. Loaded when it is wanted. */
import { defaultKeymap, history, historyKeymap, indentWithTab, isolateHistory } from '@codemirror/commands';
import {
  bracketMatching, HighlightStyle, indentOnInput, indentUnit, StreamLanguage, syntaxHighlighting,
} from '@codemirror/language';
import { python } from '@codemirror/legacy-modes/mode/python';
import { Compartment, EditorState, StateEffect, StateField } from '@codemirror/state';
import type { Extension } from '@codemirror/state';
import { Decoration, EditorView, gutter, GutterMarker, keymap, lineNumbers } from '@codemirror/view';
import type { DecorationSet } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import styles from './code.css?inline';

/** A place in the text; both numbers from 1, the column in characters. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A line with a word in front of it: whoever is there. */
export interface LineMark {
  readonly line: number;
  readonly word: string;
}

/** What the editor is told when it is made. */
export interface Setup {
  readonly parent: HTMLElement;
  readonly text: string;
  /** Its name, and how it is used, for those who do not see them beside it. */
  readonly label: string;
  readonly description: string;
  changed(text: string): void;
  /** The reader has pressed what runs the program. */
  run(): void;
}

/** An editor at work. */
export interface Editor {
  readonly text: string;
  /** Puts another text in; the reader can undo it. */
  replace(text: string): void;
  lock(locked: boolean): void;
  /** Marks a place as wrong, or none. */
  fault(place: Place | undefined): void;
  marks(marks: readonly LineMark[]): void;
  /** Puts the cursor there. */
  go(place: Place): void;
  focus(): void;
  destroy(): void;
}

/** Classes for words of the language; their colours are in the style sheet. */
const WORDS = HighlightStyle.define([
  { tag: tags.keyword, class: 'py-keyword' },
  { tag: [tags.string, tags.special(tags.string)], class: 'py-string' },
  { tag: tags.comment, class: 'py-comment' },
  { tag: [tags.number, tags.bool, tags.null], class: 'py-number' },
  { tag: [tags.definition(tags.variableName), tags.function(tags.definition(tags.variableName))], class: 'py-name' },
  { tag: [tags.standard(tags.variableName), tags.standard(tags.name)], class: 'py-builtin' },
]);

const setFault = StateEffect.define<Place | undefined>();
const setMarks = StateEffect.define<readonly LineMark[]>();

/** How far into a line a column is. A character outside of the basic plane counts twice in the editor. */
function unitsBefore(line: string, column: number): number {
  return Array.from(line).slice(0, Math.max(0, column - 1)).join('').length;
}

/** Where a place lies in a text that may have changed meanwhile. */
function offset({ doc }: EditorState, { line, column }: Place): number {
  const found = doc.line(Math.min(Math.max(1, line), doc.lines));
  return found.from + unitsBefore(found.text, column);
}

/** The line that is wrong, and in it the rest of the word that is. */
function faultIn(state: EditorState, place: Place): DecorationSet {
  const at = offset(state, place);
  const line = state.doc.lineAt(at);
  const length = /^(?:\w+|\S)/u.exec(line.text.slice(at - line.from))?.[0].length ?? 0;
  const word = length === 0 ? [] : [Decoration.mark({ class: 'python-fault-word' }).range(at, at + length)];
  return Decoration.set([Decoration.line({ class: 'python-fault-line' }).range(line.from), ...word]);
}

const faultField = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (shown, { changes, effects, state }) => effects.reduce((set, effect) => {
    if (!effect.is(setFault)) return set;
    return effect.value === undefined ? Decoration.none : faultIn(state, effect.value);
  }, shown.map(changes)),
  provide: (field) => EditorView.decorations.from(field),
});

/** A word in the gutter. */
class WordMarker extends GutterMarker {
  constructor(readonly word: string) {
    super();
  }

  override eq(other: GutterMarker): boolean {
    return other instanceof WordMarker && other.word === this.word;
  }

  override toDOM(): Node {
    return document.createTextNode(this.word);
  }
}

const marksField = StateField.define<readonly LineMark[]>({
  create: () => [],
  update: (shown, { effects }) => effects.find((effect) => effect.is(setMarks))?.value ?? shown,
});

/** Who is where, in a gutter of its own. */
const marksGutter: Extension = [
  marksField,
  gutter({
    class: 'python-marks',
    lineMarker: (view, block) => {
      const line = view.state.doc.lineAt(block.from).number;
      const words = view.state.field(marksField).filter((mark) => mark.line === line).map(({ word }) => word);
      return words.length === 0 ? null : new WordMarker(words.join(' '));
    },
    lineMarkerChange: ({ startState, state }) => startState.field(marksField) !== state.field(marksField),
    initialSpacer: () => new WordMarker('▸1'),
  }),
];

/** The id of the description. It is beside the editor in its root: ids do not reach out of that. */
const DESCRIPTION = 'description';

/** The root in an element for an editor and its styles. */
function rootIn(parent: HTMLElement, description: string): ShadowRoot {
  const root = parent.shadowRoot ?? parent.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(styles);
  root.adoptedStyleSheets = [sheet];
  const described = document.createElement('p');
  described.id = DESCRIPTION;
  described.hidden = true;
  described.textContent = description;
  root.replaceChildren(described);
  return root;
}

/** Makes an editor in an element. */
export function makeEditor({ parent, text, label, description, changed, run }: Setup): Editor {
  const locking = new Compartment();
  const root = rootIn(parent, description);
  const view = new EditorView({
    parent: root,
    root,
    state: EditorState.create({
      doc: text,
      extensions: [
        marksGutter,
        lineNumbers(),
        history(),
        indentUnit.of('    '),
        indentOnInput(),
        bracketMatching(),
        StreamLanguage.define(python),
        syntaxHighlighting(WORDS),
        faultField,
        locking.of([]),
        // Tab indents. Escape and then Tab goes on to what follows, which CodeMirror knows by itself.
        keymap.of([
          { key: 'Mod-Enter', run: () => { run(); return true; } }, indentWithTab, ...defaultKeymap, ...historyKeymap,
        ]),
        EditorView.contentAttributes.of({
          'aria-label': label, 'aria-describedby': DESCRIPTION, spellcheck: 'false', autocapitalize: 'off', tabindex: '0',
        }),
        EditorView.updateListener.of(({ docChanged, state }) => {
          if (docChanged) {
            changed(state.doc.toString());
          }
        }),
      ],
    }),
  });
  return {
    get text() {
      return view.state.doc.toString();
    },
    replace: (next) => view.dispatch({
      changes: { from: 0, to: view.state.doc.length, insert: next },
      selection: { anchor: 0 },
      annotations: isolateHistory.of('full'),
    }),
    lock: (locked) => view.dispatch({ effects: locking.reconfigure(EditorState.readOnly.of(locked)) }),
    fault: (place) => view.dispatch({ effects: setFault.of(place) }),
    marks: (marks) => view.dispatch({ effects: setMarks.of(marks) }),
    go: (place) => {
      view.dispatch({ selection: { anchor: offset(view.state, place) }, scrollIntoView: true });
      view.focus();
    },
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  };
}
