/** The article's script: the theme, the ladder to shared memory, and labs that load when the reader comes near them. */
import { readAddress } from './frame/address';
import { address, loadWhenNear } from './frame/loading';
import { applyTheme } from './frame/theme';
import { isolate } from './runtime/isolation';

applyTheme();
void isolate();

const labs = [...document.querySelectorAll('kosut-lab')];
address(labs, readAddress(location.search));
loadWhenNear(labs, document.documentElement.lang);
