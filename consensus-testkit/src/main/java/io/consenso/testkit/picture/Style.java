/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.picture;

/** How the picture and the page around it look. */
final class Style {
    /** White in light and dark surroundings alike. */
    static final String SVG = """
            svg{background:#fff;font-family:system-ui,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;font-size:10px;fill:#1f2933}
            svg text{stroke:none}
            .title{font-size:15px;font-weight:600}
            .sub,.legend text{font-size:11px;fill:#3e4c59}
            .node{font-size:14px;font-weight:600;text-anchor:middle}
            .lane{font-size:11px;font-weight:600;fill:#3e4c59}
            .t{font-size:9px;fill:#52606d;text-anchor:end;font-variant-numeric:tabular-nums}
            .gap{font-size:9px;fill:#7b8794;text-anchor:end}
            .begin{text-anchor:start}
            .end{text-anchor:end}
            .grid{stroke:#eef1f4;fill:none}
            .up{stroke:#9aa5b1;stroke-width:2;fill:none}
            .down{stroke:#b3261e;stroke-width:1.5;stroke-dasharray:2 5;fill:none}
            .tint{fill:#d55e00;fill-opacity:.12}
            .pause{fill:url(#hatch);stroke:#52606d;stroke-width:.8}
            .pill rect{fill:#fff;stroke-width:1.6}
            .pill text{text-anchor:middle}
            .lead rect{fill:#0072b2}
            .lead text{fill:#fff;font-weight:600}
            .m path{fill:none;stroke-width:1.3}
            .m text,.s text{paint-order:stroke;stroke:#fff;stroke-width:3px;stroke-linejoin:round}
            .m .copy,.copy{stroke-dasharray:1.5 3;fill:none}
            .m .lost,.lost{stroke-dasharray:none;stroke-width:1.4;fill:none}
            .m:hover path{stroke-width:3}
            .off{display:none}
            .commit{stroke:#00664b;stroke-width:2.2;fill:none}
            .applied{stroke:#5f6b76;stroke-width:1.6;fill:none}
            .committed text{font-size:9px;fill:#00664b}
            .applied text,.leader text{font-size:9px;fill:#5f6b76}
            .cross{stroke:#b3261e;stroke-width:3;stroke-linecap:round;fill:none}
            .crash text,.kill text,.halted text,.write-failed text{fill:#b3261e;font-weight:600}
            .stop{fill:#b3261e}
            .ring{fill:#fff;stroke:#00664b;stroke-width:2.4}
            .start text{fill:#00664b;font-weight:600}
            .diamond{fill:#7a3e9d;stroke:#fff}
            .installed .diamond{fill:#fff;stroke:#7a3e9d;stroke-width:2}
            .durable circle{fill:#9aa5b1}
            .s.note text{font-style:italic}
            .note text{fill:#52606d;font-style:italic}
            .failure path{stroke:#b3261e;stroke-width:1.6;stroke-dasharray:7 4}
            .failure rect{fill:#b3261e}
            .failure text{fill:#fff;font-size:11px;font-weight:600}
            .fault rect{fill:#f6d9a8;stroke:#8a6100}
            .cut rect{fill:#f7cdb4;stroke:#d55e00}
            .op rect{stroke:#3e4c59;stroke-width:.6}
            .op .open{stroke-dasharray:2 2}
            """;

    static final String DEFINITIONS = """
            <defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" fill="#fff" fill-opacity=".75"/><path d="M0 0V6" stroke="#52606d" stroke-width="2.4"/></pattern></defs>
            """;

    static final String PAGE = """
            *{box-sizing:border-box}
            html,body{height:100%;margin:0}
            body{display:flex;flex-direction:column;background:#eceff2;color:#1f2933;color-scheme:light;font:13px/1.45 system-ui,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
            header{padding:10px 16px 8px;background:#fff;border-bottom:1px solid #cbd2d9}
            h1{font-size:17px;margin:0 0 2px}
            header p{margin:2px 0;color:#3e4c59}
            code{background:#eceff2;padding:1px 5px;border-radius:3px;user-select:all;overflow-wrap:anywhere}
            .bar{display:flex;flex-wrap:wrap;gap:2px 14px;align-items:center;margin-top:6px}
            .bar label{white-space:nowrap}
            .bar button{font:inherit;padding:1px 9px;border:1px solid #9aa5b1;border-radius:4px;background:#f5f7fa;color:inherit;cursor:pointer}
            .swatch{display:inline-block;width:14px;height:3px;vertical-align:middle;margin-right:3px}
            .warn{color:#8a3b00}
            main{flex:1;min-height:0;display:flex}
            #view{flex:1;min-width:0;overflow:auto}
            #top{position:sticky;top:0;z-index:1;background:#fff;border-bottom:1px solid #cbd2d9}
            #top svg,#sheet svg{display:block}
            #view>div{width:max-content;min-width:100%;background:#fff}
            #map{width:90px;flex:none;border-left:1px solid #cbd2d9;background:#fff;cursor:pointer;position:relative}
            #map svg{width:100%;height:100%;display:block}
            #here{position:absolute;left:0;right:0;background:#0072b2;opacity:.18;pointer-events:none}
            """;

    /** Without any of the characters that XML would take for its own. */
    static final String SCRIPT = """
            var view=document.getElementById('view'),map=document.getElementById('map'),here=document.getElementById('here'),zoom=1;
            var sheets=Array.from(document.querySelectorAll('#view svg'));
            function resize(z){var middle=(view.scrollTop+view.clientHeight/2)/zoom;zoom=Math.min(4,Math.max(0.1,z));
            sheets.forEach(function(s){s.setAttribute('width',s.dataset.width*zoom);s.setAttribute('height',s.dataset.height*zoom)});
            view.scrollTop=middle*zoom-view.clientHeight/2;mark()}
            function mark(){if(here){here.style.top=100*view.scrollTop/view.scrollHeight+'%';here.style.height=100*view.clientHeight/view.scrollHeight+'%'}}
            document.getElementById('in').onclick=function(){resize(zoom*1.25)};
            document.getElementById('out').onclick=function(){resize(zoom/1.25)};
            document.getElementById('width').onclick=function(){resize(view.clientWidth/sheets[0].dataset.width)};
            document.getElementById('one').onclick=function(){resize(1)};
            document.querySelectorAll('input').forEach(function(box){box.onchange=function(){
            document.querySelectorAll('#sheet .'+box.value).forEach(function(g){g.classList.toggle('off',!box.checked)})}});
            view.onscroll=mark;window.onresize=mark;
            if(map){map.onclick=function(e){view.scrollTop=e.offsetY/map.clientHeight*view.scrollHeight-view.clientHeight/2}}
            if(sheets[0].dataset.width*1>view.clientWidth){resize(Math.max(0.6,view.clientWidth/sheets[0].dataset.width))}
            var focus=zoom*Number(view.dataset.focus);if(focus){view.scrollTop=focus-view.clientHeight*0.7}
            mark();
            """;

    private Style() {}
}
