# The sentences of the public pages in English. vi.ftl has the same keys; a test compares them.

# Every page
site-name = Online dialogue
site-title = { $city } dialogue
site-description = Ask { $city } questions, send reports and suggestions, follow online dialogues and read the public answers of its offices.
skip = Skip to main content
disclaimer-label = Please note
comfort-size = larger text
comfort-theme = Dark background
nav-main = Main
nav-archive = Answers
nav-intake = Send a report
nav-track = Track
nav-about = About this site
nav-staff = For staff
telephone = Telephone { $number }
not-a-reception = The online dialogue is not the online reception of citizens under the Law on Citizen Reception; please bring complaints and denunciations to the reception office.
made-at = Page generated at { $at }
back = Back
home = Home
optional = (optional)
choose = Choose from the list
change = Change
continue = Continue
print = Print
copy-link = Copy link
copied = Link copied.
error-prefix = Error: { $title }
errors-title = Not sent yet
faults-title = Some fields are not right
conflict-title = Not done
key-spent = What you sent before was received. If this is something else, please press send once more.
ask-hurried = The question came faster than anybody can write. Please read it again and press send once more.
ask-trapped = A field that the page does not show was filled in, perhaps by your browser. It is empty now; please press send once more.
ask-trap = Please leave this empty

# Home
home-title = Ask, and be answered in public
minute-of = minute { $minute } of { $of }
home-numbers = { $received } received · { $answered } answered
home-see-and-ask = Watch and ask
home-see = Watch the session
home-search = Search the answers given so far
home-new = New answers
home-no-answers = There are no answers yet.
home-no-sessions = No session is scheduled.
home-ended = Ended
schedule = Schedule of dialogues
ask-before = Ask in advance
to-calendar = Add to calendar
answers-count =
    { $count ->
    [one] { $count } answer
    *[other] { $count } answers
    }

# Archive
archive-title = Answer archive
archive-title-for = Search: “{ $words }”
archive-search = Search questions and answers
search-hint = Vietnamese without diacritics works too.
search-button = Search
archive-filters = Filter and sort
archive-any = All
archive-field = Field
archive-unit = Unit
archive-session = Session
archive-kind = Type
archive-year = Year
archive-answered = Answer
answered-yes = Answered
answered-no = Not answered yet
sort = Sort by
sort-relevance = Best match
sort-new = Newest
sort-votes = Most votes
archive-from = From
archive-to = To
archive-apply = Apply
archive-unfilter = Clear filters
archive-all =
    { $count ->
    [one] { $count } question
    *[other] { $count } questions
    } in the archive
archive-filtered =
    { $count ->
    [one] { $count } question
    *[other] { $count } questions
    } for these filters
archive-none-filtered = No question matches these filters
archive-none = Nothing found for “{ $words }”
archive-found =
    { $count ->
    [one] { $count } result
    *[other] { $count } results
    } for “{ $words }”
archive-advice = Please try fewer words or clear the filters. If nobody has asked this yet, you can.
archive-ask = Ask this question
archive-pages = Pages of results
page-before = Previous page
page-of = Page { $number } of { $of }
page-after = Next page
near = Questions like this one
item-imported = This question was brought over from an earlier system.
item-source = Source:
archive-shown-for = Results for:
archive-literal = Search exactly as typed
archive-places = See everything of:
archive-not-there = Not what you were looking for?

# A question
vote = Vote
votes-count =
    { $count ->
    [one] { $count } vote
    *[other] { $count } votes
    }
question-number = Question { $id }
question-untitled = Question no. { $number }
answers = Answers
answer-retracted = This answer has been retracted
legal-basis = Legal basis:
overdue = Overdue
awaits-text = Answered aloud, text to follow
lead-unit = Lead unit:
the-lead-unit = The unit in charge
due = due: { $at }
due-before = An answer is due before { $at }.
timeline = Timeline
merged-into = This question has been merged into:
merged-here = Questions merged into this one
permalink = Permanent link:
text-erased = The text has been erased on request.
hidden-received = The question is waiting for approval and is not published yet.
hidden-needs_info = The question is waiting for more information from its asker and is not published yet.
hidden-rejected = Not published: { $reason }.
hidden-redirected = Sent on to { $reason }.
hidden-withdrawn = The asker has withdrawn this question.
hidden-private = This question is not public.
next-received = A moderator reads and approves the question; then it is published and given to the unit that answers.
next-needs_info = We are waiting for more information from you, as the note below says.
next-approved = The question has been published and will be given to the unit that answers.
next-awaits_text = It was answered live in the session; { $unit } is writing the answer down.
next-in_progress = { $unit } is responsible for the answer.
next-on_stage = { $unit } is answering live in the session.
next-answered = The answer has been published; please see below.
next-merged = The question has been merged into another one about the same matter, where the answer stands.
next-rejected = The question is not published; the reason and a note stand below.
next-redirected = The matter does not belong to this session and has been sent elsewhere.
next-withdrawn = You have withdrawn this question; nothing more will follow.

# A session
always-open = Questions are taken every day
minute = minute
watching = watching
on-stage = On stage
starts-at = The session starts at { $at }.
opening-cancelled = This session does not take place and takes no questions. You can:
opening-ended = The session takes no more questions. Those that were not answered are due in writing, and will be published here. Every day you can still:
opening-urgent = If it cannot wait:
opening-closed = The session takes no more questions now. Every day you can still:
opening-collecting = From now on you can:
opening-paused = The session is having a break and will go on; questions are taken meanwhile.
balance = The session’s questions in numbers
balance-received = received
balance-approved = approved, of which
balance-answered = answered
balance-pending = pending
balance-needs_info = need information
balance-merged = merged
balance-redirected = sent elsewhere
balance-rejected = not published
balance-withdrawn = withdrawn
see-new = See what is new
see-all = See all questions of the session
mine = My questions
mine-private = Only you see this, on this device.
mine-earlier = { $count } sent earlier
next_move-needs_info = We are waiting for more information from you.
next_move-answered = The answer has been published.
next_move-rejected = The question is not published.
aloud = Read new answers aloud
aloud-hint = For users of screen readers: each new answer is read as soon as it is published.
aloud-log = New answers
places = Parts of the session
list-answered = Answered
list-waiting = Waiting
list-none-answered = No question has been answered yet.
list-none-waiting = No question is waiting for an answer.
more = See more
sort-received = Most recently sent
sort-button = Show
facts = About this session
facts-time = Time
facts-time-for = { $at }, { $minutes } minutes
facts-place = Place
facts-questions = Questions
facts-from = from { $from }
facts-from-to = from { $from } to { $to }
facts-chair = Chair
facts-host = Host
facts-host-unit = Host unit
facts-co-hosts = Co-hosts
facts-respondents = Answering units
facts-stream = Video stream

# Asking
intake-title = Send a report or suggestion
ask-title = Ask a question
ask-text = Your question
intake-text = Your report or suggestion
ask-text-hint = 10 to 2,000 characters. Please write no identity number, telephone number or home address here.
ask-public = Once approved, this text will be published on the site. Personal data in it will be masked.
ask-send = Send the question
ask-send-now = Send now
ask-send-now-hint = “Send now” sends it without your name and how to reach you. “Continue” looks for answers given before, then asks for those and lets you check everything.
ask-check-first = Check before sending
ask-back-to-text = Change the text
similar-title = Asked before?
similar-lead = The nearest questions that have been answered. Press one to read it.
similar-this = This is what I need
similar-mine = Continue with my question
about-title = About you
ask-about-lead = Nothing below is required.
check-title = Check your question
check-none = Left empty
check-yes = Yes
check-no = No
check-publish-name = Name may be published
check-contact = May be contacted
ask-kind = Type
ask-field = Field
ask-field-none = Not sure
ask-audience = You are asking as
ask-name = Name beside the question
ask-display-name = Name to show
consent-publish-name = I agree that this name is published. Otherwise the page says only “Người dân” (citizen) or “Doanh nghiệp” (business).
ask-contact = How to reach you
ask-contact-hint = Never published, and not seen by the answering unit.
ask-contact-name = Full name
ask-contact-phone = Telephone number
ask-contact-email = E-mail address
consent-contact = I agree to be contacted about this question. Without this, the telephone number and e-mail address are not kept.
opens-at = Questions are taken from { $at }.
closed-title = The session takes no questions
closed-for-good = This session will take no more questions.
closed-typed = What you wrote has not been sent; please copy it to send it later:
closed-instead = What you can do now:
closed-session = See this session

# After asking
receipt-title = Your question has been received
receipt-code = Your tracking code
receipt-keep = Please write it down or take a screenshot. With this code you can check the status of your question on any device, under
receipt-image = Save as image
receipt-sms = Send by SMS
receipt-mail = Send by e-mail
receipt-reminder = Tracking code { $code }. Check the status of the question at { $url }
own-title = Your question
own-elsewhere = To add information, withdraw, ask for another look or rate the answer, please open this page on the device that sent the question, or call and give the code.
own-erase = To have your data erased:
own-next = What happens next
own-now = Status
own-reason = Reason:
own-moved = The question goes on at the daily intake, under the code
own-follows = It follows
own-followed-by = You asked on in
own-merged = See
own-sent = What you sent
own-shown-as = shown as:
own-public = Public page of question { $id }
reply-title = Add information
reply-text = Your information
reply-button = Send
appeal-title = Ask for another look
appeal-hint = Within 7 days, once. Another moderator will decide.
appeal-text = Why the question should be published
rate-title = Was the answer helpful?
rate-score = Satisfaction
rate-comment = Comment (optional)
rate-button = Send
score-5 = Very satisfied
score-4 = Satisfied
score-3 = It will do
score-2 = Not satisfied
score-1 = Not satisfied at all
follow-up-title = Ask on
follow-up-hint = Within 15 days of the answer, once. The unit that answered will get the question.
follow-up-text = Your further question
follow-up-button = Send the question
withdraw-title = Withdraw the question
withdraw-open = I no longer need an answer
withdraw-hint = The question will no longer appear on the public pages and will not be answered.
told-reply = Your information has been sent. A moderator will read the question again.
told-withdraw = The question has been withdrawn.
told-appeal = Your request has been sent. Another moderator will decide.
told-rate = Thank you for your opinion.

# Track
track-title = Track by code
track-code = Tracking code
track-hint = You got it when you sent your question. Small letters, blanks and hyphens make no difference.
track-button = Check its status
track-lost = Lost your code? Please call

# Texts
help-title = Help
house-rules-title = House rules
privacy-title = Privacy

# Problems
problem-back = Back to the page before
problem-lost = The address may have been mistyped, or the page is gone.
problem-try-again = Please use the browser’s back button to keep what you wrote, then try again.
problem-search = Search the answers
problem-call = For help please call

# The timeline's moves
move-ask = Received
move-reply = The asker added information
move-withdraw = Withdrawn by the asker
move-appeal = The asker wants another look
move-follow_up = The asker asked on
move-refile = Moved from the session to the daily intake
move-lapse = Not published: no information came in time
move-carry_over = To be answered after the session
move-create = Session drafted
move-save_staff = Chair or host renamed
move-erase = Text erased on request
move-approve = Approved
move-edit = Wording edited
move-reject = Not published
move-retract = Taken down
move-merge = Merged
move-unmerge = Taken apart
move-request_info = More information asked for
move-redirect = Sent elsewhere
move-transfer = Given to another unit
move-undo = Undone
move-assign = Assigned
move-queue = Queued for an answer
move-stage = On stage
move-unstage = Taken off the stage
move-done = Answered in the session
move-draft = Being written
move-submit = Sent for review
move-return = Returned for changes
move-publish = Answer published
move-correct = Corrected
move-addendum = Added to
move-retract_answer = Answer retracted
move-announce = Announced
move-open = Opened for questions
move-start = Started
move-pause = Paused
move-resume = Resumed
move-extend = Extended
move-end = Ended
move-archive = Archived
move-cancel = Cancelled
move-edit_session = Session edited
move-notice = Notice
move-other = Updated

# The words of the closed lists, which dialogue says in Vietnamese
Label-received = Received
Label-needs_info = Needs information
Label-approved = Approved
Label-in_progress = In progress
Label-on_stage = On stage
Label-answered = Answered
Label-merged = Merged
Label-rejected = Not published
Label-redirected = Sent elsewhere
Label-withdrawn = Withdrawn
Kind-question = question
Kind-report = report
Kind-suggestion = suggestion
Kind-obstacle = obstacle
Audience-citizen = citizen
Audience-business = business
Audience-household_business = household business
Audience-organisation = organisation
Audience-press = press
SessionState-draft = draft
SessionState-scheduled = scheduled
SessionState-collecting = taking questions in advance
SessionState-live = live
SessionState-paused = paused
SessionState-ended = ended
SessionState-archived = archived
SessionState-cancelled = cancelled
AnswerKind-answer = answer
AnswerKind-addendum = addendum
AnswerKind-correction = correction
Mode-live = answered live
Mode-written = answered in writing
Mode-oral = answered aloud
RedirectTo-intake = the daily intake
RedirectTo-complaint = the reception office for complaints
RedirectTo-other = another channel
Capacity-asker = the asker
Capacity-clock = the clock
Capacity-system = the system
Capacity-admin = administrator
Capacity-moderator = moderator
Capacity-host = host
Capacity-chair = chair
Capacity-secretary = secretary
Capacity-respondent = respondent
