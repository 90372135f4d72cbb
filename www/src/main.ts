/** The article's script: the theme, the ladder to shared memory, and labs that load when the reader comes near them. */
import { readAddress } from './frame/address';
import { anchorScroll } from './frame/anchor';
import { holdPlace } from './frame/hold';
import type { LabElement } from './frame/lab';
import { address, loadEverythingWhenNear, loadWhenNear } from './frame/loading';
import { applyTheme } from './frame/theme';
import { isolate } from './runtime/isolation';

window.kosutLoad?.started();
applyTheme();
anchorScroll([...document.querySelectorAll('kosut-lab, kosut-everything')]);
holdPlace(); // After what keeps the reader's own place: the address has the last word.
void isolate();

const labs = [...document.querySelectorAll<LabElement>('kosut-lab')];
address(labs, readAddress(location.search));
loadWhenNear(labs, document.documentElement.lang);
loadEverythingWhenNear([...document.querySelectorAll<HTMLElement>('kosut-everything')], document.documentElement.lang);
